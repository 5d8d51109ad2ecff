using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary><c>/api/calls</c>: the call log, its export, and the import of history.</summary>
public static class CallEndpoints
{
    internal const int DefaultLimit = 50;
    internal const int LargestLimit = 500;

    /// <param name="api">The group <c>/api</c>. The policies <c>viewer</c> and <c>admin</c> must exist.</param>
    public static IEndpointRouteBuilder MapCallEndpoints(this IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("Calls").RefuseOtherQuery();
        calls.MapGet("", ListAsync).RequireAuthorization("viewer")
            .WithName("ListCalls").WithSummary("Calls, newest first")
            .WithQuery([.. CallQuery.Parameters, QueryParameter.Whole("limit", $"1 to {LargestLimit}; {DefaultLimit} when absent."), new("cursor", "next_cursor of the page before.")])
            .Produces<CallPageJson>().ProducesValidationProblem();
        calls.MapGet("/export", Export).RequireAuthorization("viewer")
            .WithName("ExportCalls").WithSummary("Every matching call as a file, newest first")
            .WithQuery([.. CallQuery.Parameters, QueryParameter.OneOf("format", "csv (default), json or ndjson.", "csv", "json", "ndjson")])
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: ["application/json", "application/x-ndjson"])
            .ProducesValidationProblem();
        calls.MapGet("/{id}", FindAsync).RequireAuthorization("viewer")
            .WithName("GetCall").WithSummary("One call")
            .Produces<CallDocument>().ProducesProblem(StatusCodes.Status404NotFound);
        // The body is read as it arrives, whatever its content type says: NDJSON has no type that all clients agree on.
        calls.MapPost("/import", ImportAsync).RequireAuthorization("admin").WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithName("ImportCalls").WithSummary("Bring your history: NDJSON, one call a line")
            .WithDescription("The body has one call a line in the form of GET /api/calls; any field but started_at may be missing. Calls whose id is known are skipped, so a file can be sent again.").Takes<string>(contentType: "application/x-ndjson")
            .Produces<CallImportResult>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return api;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, ICallLog log, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var filter = CallQuery.Filter(query);
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        var cursor = query.Text("cursor");
        if (query.Problem is { } problem)
            return problem;

        try
        {
            return Json(CallPageJson.From(await log.ListAsync(filter, limit, cursor, cancellationToken)));
        }
        catch (FormatException fault)
        {
            query.Refuse("cursor", fault.Message);
            return query.Problem!;
        }
    }

    private static async Task<IResult> FindAsync(string id, ICallLog log, CancellationToken cancellationToken) =>
        await log.FindAsync(id, cancellationToken) is { } call
            ? Json(CallDocument.From(call))
            : Results.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no call '{id}'. Calls are kept for Alerting:Retention:Calls.");

    private static IResult Export(HttpRequest request, ICallLog log, TimeProvider time)
    {
        var query = QueryReader.Of(request);
        var filter = CallQuery.Filter(query);
        var format = query.OneOf("format", CallExport.Csv, CallExport.Csv, CallExport.Json, CallExport.Ndjson);
        return query.Problem ?? new CallExport(log, filter, format, time.GetUtcNow());
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, [FromServices] CallImport import, CancellationToken cancellationToken)
    {
        // A database that refuses half-way is answered by DatabaseFaults; the batches before are kept, and the file can be sent again.
        return Json(await import.RunAsync(request.Body, cancellationToken));
    }

    private static IResult Json<T>(T value) => Results.Json(value, GatewayJson.Options);
}

/// <summary>One page of <c>GET /api/calls</c>.</summary>
internal sealed record CallPageJson(IReadOnlyList<CallDocument> Calls, string? NextCursor)
{
    public static CallPageJson From(CallPage page) => new([.. page.Calls.Select(CallDocument.From)], page.NextCursor);
}
