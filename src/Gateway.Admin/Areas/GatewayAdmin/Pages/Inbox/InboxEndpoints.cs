using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Inbox;

/// <summary><c>/api/notifications/inbox</c>: the notification centre of the one who asks.</summary>
internal static class InboxEndpoints
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var inbox = api.MapGroup("/notifications/inbox").WithTags("Notifications").RefuseOtherQuery();
        inbox.MapGet("", ReadAsync)
            .WithName("GetInbox").WithSummary("The newest in-app notifications, and how many are unread")
            .WithQuery(QueryParameter.Whole("limit", $"1 to {LargestLimit}; {DefaultLimit} when absent."))
            .Produces<InboxJson>().ProducesValidationProblem();
        inbox.MapPost("/read", MarkReadAsync)
            .WithName("MarkInboxRead").WithSummary("Marks notifications as read for the one who asks").Takes<InboxReadBody>(isRequired: false)
            .Produces<InboxJson>().ProducesValidationProblem().ProducesProblem(404);
    }

    private static async Task<IResult> ReadAsync(HttpRequest request, [FromServices] IInbox inbox, [FromServices] Announcer announcer, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        return query.Problem ?? await AnswerAsync(request, limit, inbox, announcer, cancellationToken);
    }

    private static async Task<IResult> MarkReadAsync(HttpRequest request, [FromServices] IInbox inbox, [FromServices] Announcer announcer, CancellationToken cancellationToken)
    {
        var (upTo, error) = await JsonBody.ReadTextAsync(request, "up_to");
        if (error is not null)
        {
            return error;
        }

        return await inbox.MarkReadAsync(request.HttpContext.User.AdminName(), upTo, cancellationToken)
            ? await AnswerAsync(request, DefaultLimit, inbox, announcer, cancellationToken)
            : Problem.NotFound($"There is no notification '{upTo}'.");
    }

    private static async Task<IResult> AnswerAsync(HttpRequest request, int limit, IInbox inbox, Announcer announcer, CancellationToken cancellationToken) =>
        Results.Ok(InboxJson.Of(await inbox.ReadAsync(request.HttpContext.User.AdminName(), limit, cancellationToken), announcer));
}
