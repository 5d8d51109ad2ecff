using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Suppression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;

/// <summary><c>/api/alerts/silences</c>: what is not to be sent for a while, or again and again at certain hours.</summary>
internal static class SilenceEndpoints
{
    /// <summary>In bytes: twenty long matchers and a comment are half of it.</summary>
    private const int LargestSilence = 32 * 1024;

    private const int DefaultLimit = 100;
    private const int LargestLimit = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var silences = api.MapGroup("/alerts/silences").WithTags("Silences").RefuseOtherQuery();
        silences.MapGet("", ListAsync)
            .WithName("ListSilences").WithSummary("Silences, newest first; past ones stay for the record")
            .WithQuery(QueryParameter.Word<SilenceStatus>("status", "pending, active or ended; all when absent."), QueryParameter.Whole("limit", $"1 to {LargestLimit}; {DefaultLimit} when absent."), QueryParameter.Whole("offset", "How many to leave out."))
            .Produces<SilenceListJson>().ProducesValidationProblem();
        silences.MapGet("/{id}", FindAsync).WithName("GetSilence").WithSummary("One silence").Produces<SilenceJson>().ProducesProblem(404);
        silences.MapPost("", CreateAsync).RequireAuthorization(AdminRoles.Operator)
            .WithName("CreateSilence").WithSummary("Keeps matching alerts from being sent")
            .WithDescription($"It lasts at most {Silence.Longest.Days} days; a recurring one needs no end.").Takes<SilenceBody>()
            .Produces<SilenceJson>(201).ProducesValidationProblem().ProducesProblem(409).ProducesProblem(413);
        silences.MapDelete("/{id}", EndAsync).RequireAuthorization(AdminRoles.Operator)
            .WithName("EndSilence").WithSummary("Ends a silence now and lets what it held back be sent; it stays for the record")
            .Produces(204).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] ISilenceStore store, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var status = query.Word<SilenceStatus>("status");
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        var offset = query.Whole("offset", 0, int.MaxValue, 0);
        var now = time.GetUtcNow();
        return query.Problem ?? Results.Ok(SilenceListJson.Of(await store.ListAsync(status, now, limit, offset, cancellationToken), now, limit, offset));
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] ISilenceStore store, [FromServices] TimeProvider time, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } silence ? Results.Ok(SilenceJson.Of(silence, time.GetUtcNow())) : Missing(id);

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] SilenceDesk desk, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestSilence);
        if (error is not null)
        {
            return error;
        }

        return await desk.CreateAsync(json, request.HttpContext.User.AdminName(), cancellationToken) switch
        {
            { Mistakes.Count: > 0 } refused => RuleProblem.Of(refused.Mistakes, "silence"),
            { Silence: { } silence } => Results.Created($"{request.PathBase}{request.Path.Value!.TrimEnd('/')}/{silence.Id}", SilenceJson.Of(silence, time.GetUtcNow())),
            _ => Problem.Conflict($"There are {SilenceDesk.MostSilences} silences that have not ended, and no more are allowed: end some first."),
        };
    }

    private static async Task<IResult> EndAsync(string id, HttpRequest request, [FromServices] SilenceDesk desk, CancellationToken cancellationToken) =>
        await desk.EndAsync(id, request.HttpContext.User.AdminName(), cancellationToken) is null ? Missing(id) : Results.NoContent();

    private static IResult Missing(string id) => Problem.NotFound($"There is no silence '{id}'.");
}
