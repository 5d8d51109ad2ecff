using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary><c>/api/alerts</c>: what fired, and what people do about it.</summary>
internal static class AlertEndpoints
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("/active", ActiveAsync).WithName("ListActiveAlerts").Produces<ActiveAlertsJson>();
        alerts.MapGet("/history", HistoryAsync).WithName("ListAlerts").Produces<AlertPageJson>().ProducesValidationProblem();
        alerts.MapGet("/history/{id}", FindAsync).WithName("GetAlert").Produces<Alert>().ProducesProblem(404);
        alerts.MapPost("/history/{id}/ack", AcknowledgeAsync).RequireAuthorization(AdminRoles.Operator)
            .WithName("AcknowledgeAlert").Produces<Alert>().ProducesProblem(404).ProducesProblem(409);
        alerts.MapPost("/history/{id}/resolve", ResolveAsync).RequireAuthorization(AdminRoles.Operator)
            .WithName("ResolveAlert").Produces<Alert>().ProducesProblem(404);
    }

    private static async Task<IResult> ActiveAsync(IAlertLog log, CancellationToken cancellationToken)
    {
        var alerts = await log.ActiveAsync(cancellationToken);
        return Results.Ok(new ActiveAlertsJson(alerts, alerts.Count));
    }

    private static async Task<IResult> HistoryAsync(HttpRequest request, IAlertLog log, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var filter = AlertQuery.Filter(query);
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        var offset = query.Whole("offset", 0, int.MaxValue, 0);
        return query.Problem ?? Results.Ok(AlertPageJson.Of(await log.ListAsync(filter, limit, offset, cancellationToken), limit, offset));
    }

    private static async Task<IResult> FindAsync(string id, IAlertLog log, CancellationToken cancellationToken) =>
        await log.FindAsync(id, cancellationToken) is { } detail ? Results.Json(AlertDetailJson.Of(detail)) : Missing(id);

    private static async Task<IResult> AcknowledgeAsync(string id, HttpRequest request, IAlertDesk desk, CancellationToken cancellationToken)
    {
        var (note, error) = await JsonBody.ReadTextAsync(request, "note");
        return error ?? Answer(id, await desk.AcknowledgeAsync(id, request.HttpContext.User.AdminName(), note, cancellationToken));
    }

    private static async Task<IResult> ResolveAsync(string id, HttpRequest request, IAlertDesk desk, CancellationToken cancellationToken)
    {
        var (notes, error) = await JsonBody.ReadTextAsync(request, "notes");
        return error ?? Answer(id, await desk.ResolveAsync(id, request.HttpContext.User.AdminName(), notes, cancellationToken));
    }

    private static IResult Answer(string id, AlertAction action) => action.Result switch
    {
        AlertActionResult.NotFound => Missing(id),
        AlertActionResult.Conflict => Problem.Conflict("This alert is resolved; only open alerts can be acknowledged."),
        _ => Results.Ok(action.Alert),
    };

    private static IResult Missing(string id) => Problem.NotFound($"There is no alert '{id}'.");
}
