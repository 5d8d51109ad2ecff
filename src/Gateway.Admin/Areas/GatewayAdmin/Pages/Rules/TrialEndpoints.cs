using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Rules tried, on the data of this moment and on history. Nothing is saved and nobody is told.</summary>
internal static class TrialEndpoints
{
    /// <summary>In bytes: five rules with fifty long conditions each.</summary>
    private const int LargestBody = 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var rules = api.MapGroup("/alerts/rules").WithTags("Rules").RequireAuthorization(AdminRoles.Operator);
        rules.MapPost("/test", TestAsync)
            .WithName("TestRule").WithSummary("Judges a rule on current data; nothing is saved")
            .WithDescription("The body holds one rule as a rule file does. 'triggered' says whether its logic holds now; 'for' and cooldown play no part.").Takes<RuleShape>()
            .Produces<TrialJson>().ProducesValidationProblem().ProducesProblem(413).ProducesProblem(429);
        rules.MapPost("/{id}/test", TestInForceAsync)
            .WithName("TestRuleInForce").WithSummary("Judges a rule in force on current data, from the state that it is in")
            .Produces<TrialJson>().ProducesProblem(404).ProducesProblem(429);
        rules.MapPost("/backtest", BacktestAsync)
            .WithName("BacktestRule").WithSummary("Runs a rule over the stored calls of a range")
            .WithDescription($"The range is at most {BacktestRequest.LongestRange.TotalDays:0} days.").Takes<BacktestBody>()
            .Produces<BacktestJson>().ProducesValidationProblem().ProducesProblem(413).ProducesProblem(429);
    }

    private static async Task<IResult> TestAsync(
        HttpRequest request, [FromServices] RuleCompiler compiler, [FromServices] RuleTrial trial, [FromServices] TrialSlots slots, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestBody);
        if (error is not null)
        {
            return error;
        }

        var (rule, mistakes) = SingleRule.Read(json, compiler);
        return rule is null
            ? RuleProblem.Of(mistakes)
            : await slots.Trials.RunAsync(async () => TrialJson.Of(await trial.RunAsync(rule, null, cancellationToken)));
    }

    private static async Task<IResult> TestInForceAsync(
        string id, [FromServices] RuleSetProvider rules, [FromServices] AlertMemory memory, [FromServices] RuleTrial trial, [FromServices] TrialSlots slots, CancellationToken cancellationToken) =>
        Find(rules, id) is { } rule
            ? await slots.Trials.RunAsync(async () => TrialJson.Of(await trial.RunAsync(rule, group => memory.Of(id).StateOf(group), cancellationToken)))
            : Problem.NotFound($"There is no rule '{id}'.");

    private static async Task<IResult> BacktestAsync(
        HttpRequest request,
        [FromServices] RuleCompiler compiler,
        [FromServices] RuleSetProvider rules,
        [FromServices] Backtest backtest,
        [FromServices] TrialSlots slots,
        [FromServices] TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestBody);
        if (error is not null)
        {
            return error;
        }

        var (asked, mistakes) = BacktestRequest.Read(json, compiler, id => Find(rules, id), time.GetUtcNow());
        return asked is null
            ? RuleProblem.Of(mistakes)
            : await slots.Backtests.RunAsync(async () => BacktestJson.Of(await backtest.RunAsync(asked, cancellationToken)));
    }

    private static CompiledRule? Find(RuleSetProvider rules, string id) => rules.Current.Rules.FirstOrDefault(rule => rule.Id == id);
}
