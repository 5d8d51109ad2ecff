using System.Text.Json.Nodes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Routes;

/// <summary><c>/api/notifications/routes</c>: who hears of alerts whose rule names no channels. The entity tag is the version, 0 where nobody made any.</summary>
internal static class RouteEndpoints
{
    /// <summary>In bytes: five hundred routes with long matchers.</summary>
    private const int LargestTable = 512 * 1024;

    private const int LargestQuestion = 32 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/notifications/routes").WithTags("Routes").RefuseOtherQuery();
        routes.MapGet("", FindAsync)
            .WithName("GetRoutes").WithSummary("The routes in force, in their order; can be saved as config/routes.json unchanged").Produces<RoutesShape>();
        routes.MapPut("", ReplaceAsync).RequireAuthorization(AdminRoles.Admin)
            .WithName("ReplaceRoutes").WithSummary("Replaces all routes; with If-Match only the version that was read")
            .WithDescription(
                """
                The first route that matches wins; behind one with "continue": true the next ones are looked at too. What none matches goes to the default (in_app).
                """)
            .Takes<RoutesBody>().Produces<RoutesShape>().ProducesValidationProblem().ProducesProblem(409).ProducesProblem(412).ProducesProblem(413);
        routes.MapPost("/preview", PreviewAsync).RequireAuthorization(AdminRoles.Operator)
            .WithName("PreviewRoutes").WithSummary("Says who would be told of an alert that opened now, and why; nobody is told")
            .Takes<PreviewBody>()
            .Produces<RoutePreviewJson>().ProducesValidationProblem().ProducesProblem(413);
    }

    private static async Task<IResult> FindAsync(HttpResponse response, [FromServices] RouteDesk desk, CancellationToken cancellationToken) =>
        Answer(response, await desk.FindAsync(cancellationToken));

    private static async Task<IResult> ReplaceAsync(HttpRequest request, [FromServices] RouteDesk desk, CancellationToken cancellationToken)
    {
        var (seen, mismatch) = RuleTag.IfMatch(request);
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestTable);
        if ((mismatch ?? error) is { } refused)
        {
            return refused;
        }

        var change = await desk.ReplaceAsync(json, seen, request.HttpContext.User.AdminName(), cancellationToken);
        return change.Result switch
        {
            RuleChangeResult.Done => Answer(request.HttpContext.Response, change.Routes!),
            RuleChangeResult.Invalid => RuleProblem.Of(change.Mistakes, "routes"),
            RuleChangeResult.Stale => Problem.Stale(change.Why!),
            _ => Problem.Conflict(change.Why!),
        };
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, [FromServices] RoutePreview preview, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestQuestion);
        if (error is not null)
        {
            return error;
        }

        var (result, mistakes) = await preview.RunAsync(json, cancellationToken);
        return result is null ? RuleProblem.Of(mistakes, "question") : Results.Ok(RoutePreviewJson.Of(result));
    }

    private static IResult Answer(HttpResponse response, RoutesInForce routes)
    {
        RuleTag.Write(response, routes.IsFromFile ? null : routes.Version?.Number ?? 0);
        return Results.Json(RouteJson.Of(routes));
    }
}
