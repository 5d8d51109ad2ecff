using System.Text.Json.Nodes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Setup;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary><c>/api/notifications/channels</c>: where alerts are sent to. The entity tag of a channel is its version, 0 of a built-in one that nobody has set up.</summary>
internal static class ChannelEndpoints
{
    /// <summary>In bytes: fifty recipients and many headers are a quarter of it.</summary>
    public const int LargestChannel = 64 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var channels = api.MapGroup("/notifications/channels").WithTags("Channels").RefuseOtherQuery();
        channels.MapGet("", ListAsync)
            .WithName("ListChannels").WithSummary("Every channel with how it is doing; the built-in ones first, set up or not").Produces<ChannelListJson>();
        channels.MapGet("/{id}", FindAsync).WithName("GetChannel").WithSummary("One channel; secrets are masked").Produces<ChannelShape>().ProducesProblem(404);
        MapChanges(channels.MapGroup("").RequireAuthorization(AdminRoles.Admin));
    }

    private static void MapChanges(RouteGroupBuilder channels)
    {
        channels.MapPost("", CreateAsync)
            .WithName("CreateChannel").WithSummary("Sets up a channel; a signing secret that is made for it is shown in this answer only").WithDescription(ChannelText.OfBody)
            .Takes<ChannelBody>().Produces<ChannelShape>(201).ProducesValidationProblem().ProducesProblem(409).ProducesProblem(413);
        channels.MapPut("/{id}", ReplaceAsync)
            .WithName("ReplaceChannel").WithSummary("Replaces a channel, or sets up a built-in one; secrets that are left out or sent masked stay; with If-Match only the version that was read").WithDescription(ChannelText.OfBody)
            .Takes<ChannelBody>().Produces<ChannelShape>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(413);
        channels.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteChannel").WithSummary("Deletes a channel that no rule and no route names; a built-in one is then not set up")
            .Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        channels.MapPost("/{id}/toggle", ToggleAsync)
            .WithName("ToggleChannel").WithSummary("Switches a channel on or off; messages to one that is off are skipped")
            .Produces<ChannelToggleJson>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] ChannelBook book, CancellationToken cancellationToken)
    {
        var channels = await book.ListAsync(cancellationToken);
        return Results.Ok(new ChannelListJson([.. channels.Select(view => ChannelJson.Of(view, request.HttpContext.User))], channels.Count));
    }

    private static async Task<IResult> FindAsync(string id, HttpRequest request, [FromServices] ChannelBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } view ? Answer(view, request.HttpContext) : Problem.NotFound($"There is no channel '{id}'.");

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] ChannelDesk desk, [FromServices] ChannelBook book, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestChannel);
        if (error is not null)
        {
            return error;
        }

        var change = await desk.CreateAsync(json, request.HttpContext.User.AdminName(), cancellationToken);
        if (change.Channel is { } channel)
        {
            request.HttpContext.Response.Headers.Location = $"{request.PathBase}{request.Path.Value!.TrimEnd('/')}/{channel.Id}";
        }

        return await AnswerAsync(change, request, book, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReplaceAsync(string id, HttpRequest request, [FromServices] ChannelDesk desk, [FromServices] ChannelBook book, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestChannel);
        var (seen, mismatch) = RuleTag.IfMatch(request);
        return mismatch ?? error ?? await AnswerAsync(await desk.ReplaceAsync(id, json, seen, request.HttpContext.User.AdminName(), cancellationToken), request, book, StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpRequest request, [FromServices] ChannelDesk desk, CancellationToken cancellationToken)
    {
        var (seen, error) = RuleTag.IfMatch(request);
        return error ?? Refusal(await desk.DeleteAsync(id, seen, request.HttpContext.User.AdminName(), cancellationToken)) ?? Results.NoContent();
    }

    private static async Task<IResult> ToggleAsync(string id, HttpRequest request, [FromServices] ChannelDesk desk, CancellationToken cancellationToken)
    {
        var (seen, error) = RuleTag.IfMatch(request);
        return error ?? Toggled(await desk.ToggleAsync(id, seen, request.HttpContext.User.AdminName(), cancellationToken), request.HttpContext.Response);
    }

    private static IResult Toggled(ChannelChange change, HttpResponse response)
    {
        RuleTag.Write(response, change.Channel?.Version);
        return Refusal(change) ?? Results.Ok(new ChannelToggleJson(change.Channel!.Id, change.Channel.Channel.IsEnabled));
    }

    private static async Task<IResult> AnswerAsync(ChannelChange change, HttpRequest request, ChannelBook book, int status) =>
        Refusal(change) ?? Answer((await book.FindAsync(change.Channel!.Id, CancellationToken.None))!, request.HttpContext, change.MadeSecret, status);

    private static IResult Answer(ChannelView view, HttpContext context, Secret? made = null, int status = StatusCodes.Status200OK)
    {
        RuleTag.Write(context.Response, view.Entry.Version);
        return Results.Json(ChannelJson.Of(view, context.User, made), statusCode: status);
    }

    /// <returns>Null when it was done.</returns>
    private static IResult? Refusal(ChannelChange change) => change.Result switch
    {
        RuleChangeResult.Done => null,
        RuleChangeResult.Invalid => Invalid(change.Mistakes),
        RuleChangeResult.NotFound => Problem.NotFound(change.Why!),
        RuleChangeResult.Stale => Problem.Stale(change.Why!),
        _ => Problem.Conflict(change.Why!),
    };

    public static IResult Invalid(IReadOnlyList<ChannelMistake> mistakes) =>
        RuleProblem.Of(mistakes.Select(mistake => new RuleDiagnostic(null, 1, 1, mistake.Field, mistake.Message)), "channel");
}
