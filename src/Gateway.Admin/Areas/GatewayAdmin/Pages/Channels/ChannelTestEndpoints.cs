using System.Text.Json;
using Gateway.Admin.Http;
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
            """)
        .Produces<ChannelTestJson>().ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(413);

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
                ? Results.Ok(ChannelTestJson.Of(await trial.RunAsync(entry, user.AdminName(), cancellationToken), user))
                : Problem.NotFound($"There is no channel '{id}'.");
        }

        if (!user.MayAdminister())
        {
            return Results.Problem(statusCode: StatusCodes.Status403Forbidden, detail: $"Your role tests saved channels: {{\"{IdField}\": id}}. Only administrators test what is not saved.");
        }

        var (result, mistakes) = await trial.RunAsync(json, user.AdminName(), cancellationToken);
        return result is null ? ChannelEndpoints.Invalid(mistakes) : Results.Ok(ChannelTestJson.Of(result, user));
    }

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
