using System.Text.Json.Nodes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary><c>/api/alerts</c>: what fired, and what people do about it.</summary>
internal static class AlertEndpoints
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 500;
    private const int DefaultDays = 30;
    private const int MostDays = 366;

    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("Alerts").RefuseOtherQuery();
        MapReads(alerts);
        MapActs(alerts.MapGroup("/history").RequireAuthorization(AdminRoles.Operator));
    }

    private static void MapReads(RouteGroupBuilder alerts)
    {
        alerts.MapGet("/active", ActiveAsync)
            .WithName("ListActiveAlerts").WithSummary("Every alert that is not resolved, most urgent first").Produces<ActiveAlertsJson>();
        alerts.MapGet("/stats", StatisticsAsync)
            .WithName("GetAlertStatistics").WithSummary("Counts, rates in percent and mean times in seconds of the alerts that opened within some days")
            .WithQuery(QueryParameter.Whole("days", $"1 to {MostDays} calendar days in Alerting:TimeZone, today included; {DefaultDays} when absent."))
            .Produces<AlertStatistics>().ProducesValidationProblem();
        alerts.MapGet("/history", HistoryAsync)
            .WithName("ListAlerts").WithSummary("Alerts, newest first unless sorted otherwise")
            .WithQuery([
                .. AlertQuery.Parameters,
                QueryParameter.Word<AlertSort>("sort", $"One of {EnumWords.Allowed<AlertSort>()}; newest when absent."),
                QueryParameter.Whole("limit", $"1 to {LargestLimit}; {DefaultLimit} when absent."),
                QueryParameter.Whole("offset", "How many to leave out."),
            ])
            .Produces<AlertPageJson>().ProducesValidationProblem();
        alerts.MapGet("/history/export", Export)
            .WithName("ExportAlerts").WithSummary("Every matching alert as a file, newest first")
            .WithQuery([.. AlertQuery.Parameters, QueryParameter.OneOf("format", "csv (default) or json.", "csv", "json")])
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: ["application/json"]).ProducesValidationProblem();
        alerts.MapGet("/history/{id}", FindAsync)
            .WithName("GetAlert").WithSummary("One alert with its timeline, notes and deliveries").Produces<AlertDetailShape>().ProducesProblem(404);
    }

    private static void MapActs(RouteGroupBuilder history)
    {
        history.MapPost("/{id}/ack", AcknowledgeAsync)
            .WithName("AcknowledgeAlert").WithSummary("Takes an alert on: it is not repeated any more").Takes<AcknowledgeBody>(isRequired: false)
            .Produces<AlertDetailShape>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        history.MapPost("/{id}/resolve", ResolveAsync)
            .WithName("ResolveAlert").WithSummary("Ends an alert; a second time changes nothing").Takes<ResolveBody>(isRequired: false)
            .Produces<AlertDetailShape>().ProducesValidationProblem().ProducesProblem(404);
        history.MapPost("/{id}/notes", AddNoteAsync)
            .WithName("AddAlertNote").WithSummary("Adds a note, whatever the status").Takes<NoteBody>()
            .Produces<AlertDetailShape>().ProducesValidationProblem().ProducesProblem(404);
        history.MapDelete("/{id}", DeleteAsync).RequireAuthorization(AdminRoles.Admin)
            .WithName("DeleteAlert").WithSummary("Deletes a resolved alert with its timeline; its deliveries stay")
            .Produces(204).ProducesProblem(404).ProducesProblem(409);
        history.MapPost("/bulk", BulkAsync)
            .WithName("HandleAlerts").WithSummary("One act for many alerts")
            .WithDescription($"Up to {AlertBulk.MostIds} alerts at once. Deleting needs the role admin.").Takes<BulkBody>()
            .Produces<AlertBulkJson>().ProducesValidationProblem();
    }

    private static async Task<IResult> ActiveAsync(IAlertLog log, CancellationToken cancellationToken)
    {
        var alerts = await log.ActiveAsync(cancellationToken);
        return Results.Ok(new ActiveAlertsJson(alerts, alerts.Count));
    }

    private static async Task<IResult> StatisticsAsync(HttpRequest request, IAlertStatistics statistics, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var days = query.Whole("days", 1, MostDays, DefaultDays);
        return query.Problem ?? Results.Ok(await statistics.LastDaysAsync(days, cancellationToken));
    }

    private static async Task<IResult> HistoryAsync(HttpRequest request, IAlertLog log, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var filter = AlertQuery.Filter(query);
        var sort = query.Word<AlertSort>("sort") ?? AlertSort.Newest;
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        var offset = query.Whole("offset", 0, int.MaxValue, 0);
        return query.Problem ?? Results.Ok(AlertPageJson.Of(await log.ListAsync(filter, sort, limit, offset, cancellationToken), limit, offset));
    }

    private static IResult Export(HttpRequest request, IAlertLog log, TimeProvider time)
    {
        var query = QueryReader.Of(request);
        var filter = AlertQuery.Filter(query);
        var format = query.OneOf("format", AlertExport.Csv, AlertExport.Csv, AlertExport.Json);
        return query.Problem ?? new AlertExport(log, filter, format, time.GetUtcNow());
    }

    private static async Task<IResult> FindAsync(string id, HttpRequest request, IAlertLog log, CancellationToken cancellationToken) =>
        await log.FindAsync(id, cancellationToken) is { } detail ? Results.Json(AlertDetailJson.Of(detail.For(request.HttpContext.User))) : Missing(id);

    private static async Task<IResult> AcknowledgeAsync(string id, HttpRequest request, IAlertDesk desk, IAlertLog log, CancellationToken cancellationToken)
    {
        var (note, error) = await ReadNoteAsync(request, "note");
        return error ?? await AnswerAsync(id, request, await KeepAsync(note, await desk.AcknowledgeAsync(id, By(request), note, cancellationToken), desk, log, request), log, cancellationToken);
    }

    private static async Task<IResult> ResolveAsync(string id, HttpRequest request, IAlertDesk desk, IAlertLog log, CancellationToken cancellationToken)
    {
        var (notes, error) = await ReadNoteAsync(request, "notes");
        return error ?? await AnswerAsync(id, request, await KeepAsync(notes, await desk.ResolveAsync(id, By(request), notes, cancellationToken), desk, log, request), log, cancellationToken);
    }

    private static async Task<IResult> AddNoteAsync(string id, HttpRequest request, IAlertDesk desk, IAlertLog log, CancellationToken cancellationToken)
    {
        var (text, error) = await ReadNoteAsync(request, "text");
        if (error is not null || text is null)
        {
            return error ?? Results.ValidationProblem(new Dictionary<string, string[]> { ["$.text"] = ["must be a text that is not empty"] });
        }

        return await AnswerAsync(id, request, await desk.AddNoteAsync(id, By(request), text, cancellationToken), log, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpRequest request, IAlertDesk desk, CancellationToken cancellationToken)
    {
        var action = await desk.DeleteAsync(id, By(request), cancellationToken);
        return Refusal(id, AlertAct.Delete, action) ?? Results.NoContent();
    }

    private static async Task<IResult> BulkAsync(HttpRequest request, IAlertDesk desk, IAuthorizationService authorization, CancellationToken cancellationToken)
    {
        var (bulk, error) = await AlertBulk.ReadAsync(request);
        if (error is not null)
        {
            return error;
        }

        var user = request.HttpContext.User;
        if (!(await authorization.AuthorizeAsync(user, AlertWords.RoleFor(bulk!.Action))).Succeeded)
        {
            return Results.Problem(statusCode: StatusCodes.Status403Forbidden, detail: "Deleting alerts needs the role admin.");
        }

        return Results.Ok(AlertBulkJson.Of(bulk.Action, bulk.Ids, await desk.ActAsync(bulk.Action, bulk.Ids, user.AdminName(), bulk.Notes, cancellationToken)));
    }

    private static string By(HttpRequest request) => request.HttpContext.User.AdminName();

    /// <summary>What is said to an alert that was so already is a note of its own, unless the same request was only sent again.</summary>
    private static async Task<AlertAction> KeepAsync(string? note, AlertAction action, IAlertDesk desk, IAlertLog log, HttpRequest request)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return note is not null && action is { Result: AlertActionResult.Unchanged, Alert: { } alert }
            && await log.FindAsync(alert.Id, cancellation) is { } detail && !detail.Timeline.Any(entry => entry.By == By(request) && entry.Text == note)
            ? await desk.AddNoteAsync(alert.Id, By(request), note, cancellation)
            : action;
    }

    private static async Task<(string? Note, IResult? Error)> ReadNoteAsync(HttpRequest request, string name)
    {
        var (text, error) = await JsonBody.ReadTextAsync(request, name);
        var mistakes = new Dictionary<string, string[]>();
        var note = AlertNote.Read(text, "$." + name, mistakes);
        return (note, error ?? (mistakes.Count == 0 ? null : Results.ValidationProblem(mistakes)));
    }

    private static async Task<IResult> AnswerAsync(string id, HttpRequest request, AlertAction action, IAlertLog log, CancellationToken cancellationToken) =>
        Refusal(id, AlertAct.Acknowledge, action) ?? await FindAsync(id, request, log, cancellationToken);

    /// <returns>Null when it is as it was asked to be.</returns>
    private static IResult? Refusal(string id, AlertAct act, AlertAction action) => action.Result switch
    {
        AlertActionResult.NotFound => Missing(id),
        AlertActionResult.Conflict => Problem.Conflict(AlertWords.WhyNot(act)),
        _ => null,
    };

    private static IResult Missing(string id) => Problem.NotFound($"There is no alert '{id}'.");
}
