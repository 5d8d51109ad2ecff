using System.Text.Json;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary><c>POST /api/notifications/test</c>: sends a test message, to a channel or to one that is yet to be set up.</summary>
internal static class ChannelTestEndpoints
{
    private const string IdField = "channel_id";

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/notifications/test", TestAsync)
        .RequireAuthorization(AdminRoles.Operator).WithTags("Channels").RefuseOtherQuery()
        .WithName("TestChannel").WithSummary("Sends a marked test message by the very sender of real alerts, at once and once, and tells how it went")
        .WithDescription(
            """
            The body is {"channel_id": id}, or for administrators {"type", "config"} of a channel that is not saved. The answer is 200 whether or not the message arrived.
            Administrators also get the message as it was sent. A test of a channel is kept among its deliveries.
            One test of a channel at a time, ten a minute, and never more than its rate limit: else 429 with Retry-After.
            """)
        .Takes<ChannelTestBody>().Produces<ChannelTestJson>().ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(429);

    private static async Task<IResult> TestAsync(
        HttpRequest request, [FromServices] ChannelTrial trial, [FromServices] ChannelDirectory channels, CancellationToken cancellationToken)
    {
        var user = request.HttpContext.User;
        var (json, error) = await JsonBody.ReadAllAsync(request, ChannelEndpoints.LargestChannel);
        if (error is not null)
        {
            return error;
        }

        if (ChannelIdOf(json) is { } id)
        {
            return channels.FindEntry(id) is { } entry
                ? Answer(await trial.RunAsync(entry, user.AdminName(), cancellationToken), request.HttpContext)
                : Problem.NotFound($"There is no channel '{id}'.");
        }

        if (!user.MayAdminister())
        {
            return Results.Problem(statusCode: StatusCodes.Status403Forbidden, detail: $"Your role tests saved channels: {{\"{IdField}\": id}}. Only administrators test what is not saved.");
        }

        return Answer(await trial.RunAsync(json, user.AdminName(), cancellationToken), request.HttpContext);
    }

    private static IResult Answer(ChannelTrialAnswer answer, HttpContext context) => answer switch
    {
        { Refusal: { } refusal } => Problem.TooMany(context.Response, $"{refusal.Why} Try again in {refusal.Seconds} s.", refusal.Seconds),
        { Result: { } result } => Results.Ok(ChannelTestJson.Of(result, context.User)),
        _ => ChannelEndpoints.Invalid(answer.Mistakes),
    };

    /// <returns>Null for anything else, which is then read as a channel and refused by its mistakes.</returns>
    private static string? ChannelIdOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().ToList() is [{ Name: IdField, Value: { ValueKind: JsonValueKind.String } id }]
                    ? id.GetString()
                    : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
