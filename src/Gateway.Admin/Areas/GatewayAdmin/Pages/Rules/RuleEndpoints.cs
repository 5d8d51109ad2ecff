using System.Text.Json.Nodes;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary><c>/api/alerts/rules</c>: the rules, their changes and their versions. The entity tag of a rule is its version.</summary>
internal static class RuleEndpoints
{
    /// <summary>In bytes: fifty conditions with long filters are a tenth of it.</summary>
    public const int LargestRule = 256 * 1024;

    /// <summary>The same for what a rule file holds.</summary>
    private const int LargestRules = 2 * 1024 * 1024;

    private const int DefaultVersions = 50;
    private const int MostVersions = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var rules = api.MapGroup("/alerts/rules").WithTags("Rules").RefuseOtherQuery();
        MapReads(rules);
        MapChanges(rules.MapGroup("").RequireAuthorization(AdminRoles.Admin));
    }

    private static void MapReads(RouteGroupBuilder rules)
    {
        rules.MapGet("", ListAsync)
            .WithName("ListRules").WithSummary("Rules from files and from the API, by name")
            .WithQuery(QueryParameter.Flag("include_inactive", "true (default) or false."), new("search", "Part of id, name or description; case does not matter."))
            .Produces<RuleListJson>().ProducesValidationProblem();
        rules.MapGet("/{id}", FindAsync).WithName("GetRule").WithSummary("One rule; can be saved as a rule file unchanged").Produces<RuleShape>().ProducesProblem(404);
        rules.MapGet("/{id}/versions", VersionsAsync)
            .WithName("ListRuleVersions").WithSummary("Who changed what, newest first; of a deleted rule too")
            .WithQuery(QueryParameter.Whole("limit", $"1 to {MostVersions}; {DefaultVersions} when absent."), QueryParameter.Whole("offset", "How many to leave out."))
            .Produces<RuleVersionsJson>().ProducesValidationProblem().ProducesProblem(404);
    }

    private static void MapChanges(RouteGroupBuilder rules)
    {
        rules.MapPost("", CreateAsync)
            .WithName("CreateRule").WithSummary("Makes rules of what a rule file holds")
            .WithDescription("The body is one rule in the form that files hold, or an array of rules: config/schema/rules.schema.json describes it. Without an id a rule gets one from its name. Of an array all are made or none, and the answer is {rules, count} without a Location.")
            .Takes<RuleShape>().Produces<RuleShape>(201).ProducesValidationProblem().ProducesProblem(409).ProducesProblem(413);
        rules.MapPut("/{id}", ReplaceAsync)
            .WithName("ReplaceRule").WithSummary("Replaces a rule; with If-Match only the version that was read")
            .WithDescription("The body is the whole rule in the form that files hold. What GET answered can be sent back.").Takes<RuleShape>()
            .Produces<RuleShape>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(413);
        rules.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteRule").WithSummary("Deletes a rule; its versions stay and can be restored")
            .Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        rules.MapPost("/{id}/toggle", ToggleAsync)
            .WithName("ToggleRule").WithSummary("Switches a rule on or off; the alerts of a rule that is off are resolved")
            .Produces<RuleToggleJson>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        rules.MapPost("/{id}/versions/{number:long}/restore", RestoreAsync)
            .WithName("RestoreRuleVersion").WithSummary("Makes an old version the present one, also of a deleted rule")
            .Produces<RuleShape>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, RuleBook book, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var includeInactive = query.Flag("include_inactive") ?? true;
        var search = query.Text("search");
        return query.Problem ?? Results.Ok(RuleListJson.Of(await book.ListAsync(includeInactive, search, cancellationToken)));
    }

    private static async Task<IResult> FindAsync(string id, HttpResponse response, RuleBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } rule ? Answer(response, rule) : Missing(id);

    private static async Task<IResult> VersionsAsync(string id, HttpRequest request, IRuleStore store, RuleSetProvider rules, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var limit = query.Whole("limit", 1, MostVersions, DefaultVersions);
        var offset = query.Whole("offset", 0, int.MaxValue, 0);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.VersionsAsync(id, limit, offset, cancellationToken);
        return page.Total == 0 && rules.Entries.Find(id) is null ? Missing(id) : Results.Ok(RuleVersionsJson.Of(page, limit, offset));
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, RuleDesk desk, RuleBook book, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestRules);
        if (error is not null)
        {
            return error;
        }

        var change = await desk.CreateAsync(json, request.HttpContext.User.AdminName(), cancellationToken);
        if (change.Rules is { } rules)
        {
            return Results.Json(RuleListJson.Of(await book.DescribeAsync(rules, cancellationToken)), statusCode: StatusCodes.Status201Created);
        }

        if (change.Rule is { } rule)
        {
            request.HttpContext.Response.Headers.Location = $"{request.PathBase}{request.Path.Value!.TrimEnd('/')}/{rule.Id}";
        }

        return await AnswerAsync(change, request, book, StatusCodes.Status201Created, cancellationToken);
    }

    private static async Task<IResult> ReplaceAsync(string id, HttpRequest request, RuleDesk desk, RuleBook book, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestRule);
        return error ?? await ChangeAsync(
            request, book, (seen, by) => desk.ReplaceAsync(id, json, seen, by, cancellationToken), cancellationToken);
    }

    private static Task<IResult> RestoreAsync(string id, long number, HttpRequest request, RuleDesk desk, RuleBook book, CancellationToken cancellationToken) =>
        ChangeAsync(request, book, (seen, by) => desk.RestoreAsync(id, number, seen, by, cancellationToken), cancellationToken);

    private static async Task<IResult> DeleteAsync(string id, HttpRequest request, RuleDesk desk, CancellationToken cancellationToken)
    {
        var (seen, error) = RuleTag.IfMatch(request);
        return error ?? Refusal(await desk.DeleteAsync(id, seen, request.HttpContext.User.AdminName(), cancellationToken)) ?? Results.NoContent();
    }

    private static async Task<IResult> ToggleAsync(string id, HttpRequest request, RuleDesk desk, CancellationToken cancellationToken)
    {
        var (seen, error) = RuleTag.IfMatch(request);
        if (error is not null)
        {
            return error;
        }

        var change = await desk.ToggleAsync(id, seen, request.HttpContext.User.AdminName(), cancellationToken);
        if (Refusal(change) is { } refusal)
        {
            return refusal;
        }

        RuleTag.Write(request.HttpContext.Response, change.Rule!.Version?.Number);
        return Results.Ok(new RuleToggleJson(id, change.Rule!.Definition!.IsActive));
    }

    private static async Task<IResult> ChangeAsync(
        HttpRequest request, RuleBook book, Func<IReadOnlyCollection<long>?, string, Task<RuleChange>> change, CancellationToken cancellationToken)
    {
        var (seen, error) = RuleTag.IfMatch(request);
        return error ?? await AnswerAsync(await change(seen, request.HttpContext.User.AdminName()), request, book, StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(RuleChange change, HttpRequest request, RuleBook book, int status, CancellationToken cancellationToken) =>
        Refusal(change) ?? Answer(request.HttpContext.Response, await book.DescribeAsync(change.Rule!, cancellationToken), status);

    private static IResult Answer(HttpResponse response, RuleView rule, int status = StatusCodes.Status200OK)
    {
        RuleTag.Write(response, rule.Entry.Version?.Number);
        return Results.Json(RuleJson.Of(rule), statusCode: status);
    }

    /// <returns>Null when it was done.</returns>
    private static IResult? Refusal(RuleChange change) => change.Result switch
    {
        RuleChangeResult.Done => null,
        RuleChangeResult.Invalid => RuleProblem.Of(change.Mistakes),
        RuleChangeResult.NotFound => Problem.NotFound(change.Why!),
        RuleChangeResult.Stale => Problem.Stale(change.Why!),
        _ => Problem.Conflict(change.Why!),
    };

    private static IResult Missing(string id) => Problem.NotFound($"There is no rule '{id}'.");
}
