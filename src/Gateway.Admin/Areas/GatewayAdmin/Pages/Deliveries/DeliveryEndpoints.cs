using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;

/// <summary><c>/api/notifications/history</c>: what became of messages.</summary>
internal static class DeliveryEndpoints
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var history = api.MapGroup("/notifications/history").WithTags("Notifications").RefuseOtherQuery();
        history.MapGet("", ListAsync)
            .WithName("ListDeliveries").WithSummary("Messages with their tries, newest first")
            .WithQuery([.. DeliveryQuery.Parameters, QueryParameter.Whole("limit", $"1 to {LargestLimit}; {DefaultLimit} when absent."), QueryParameter.Whole("offset", "How many to leave out.")])
            .Produces<DeliveryListJson>().ProducesValidationProblem();
        history.MapPost("/{id}/resend", ResendAsync).RequireAuthorization(AdminRoles.Operator)
            .WithName("ResendDelivery").WithSummary("Sends a message that failed, is dead or was skipped again, under its old id")
            .Produces<DeliveryJson>().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] IDeliveryLog log, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var filter = DeliveryQuery.Filter(query);
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        var offset = query.Whole("offset", 0, int.MaxValue, 0);
        return query.Problem
            ?? Results.Ok(DeliveryListJson.Of((await log.ListAsync(filter, limit, offset, cancellationToken)).For(request.HttpContext.User), limit, offset));
    }

    private static async Task<IResult> ResendAsync(
        string id, HttpRequest request, [FromServices] IDeliveryDesk desk, [FromServices] IDeliveryLog log, CancellationToken cancellationToken)
    {
        var user = request.HttpContext.User;
        return await desk.ResendAsync(id, user.AdminName(), cancellationToken) switch
        {
            { Outcome: ResendOutcome.Conflict } refused => Problem.Conflict(refused.Reason!),
            { Outcome: ResendOutcome.Done } when await log.FindAsync(id, cancellationToken) is { } delivery => Results.Ok(DeliveryJson.Of(delivery.For(user))),
            _ => Problem.NotFound($"There is no delivery '{id}'."),
        };
    }
}
