using Gateway.Alerting.Analytics;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;

/// <summary><c>/admin</c>: what goes on now. Rendered whole on the server; the browser then keeps it up to date.</summary>
public sealed class IndexModel(ILiveFeed feed, SystemHealth health, IAlertLog alerts, ICallLog calls, CostOutlook outlook, RuleSetProvider rules) : PageModel
{
    /// <summary>Rows of the latest calls; <c>overview.ts</c> keeps as many.</summary>
    public const int LatestCalls = 25;

    private const int ActiveAlerts = 8;

    public LiveMetrics Now { get; private set; } = feed.Current;

    public IReadOnlyList<LiveMetrics> Recent { get; private set; } = [];

    public IReadOnlyList<LlmCall> Calls { get; private set; } = [];

    /// <summary>The most urgent ones.</summary>
    public AlertPage Alerts { get; private set; } = new([], 0);

    public SpendView Spend { get; private set; } = null!;

    public SystemHealth Health { get; } = health;

    /// <summary>Where clients reach this gateway, as seen by this request.</summary>
    public string BaseUrl => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Recent = feed.Recent;
        Alerts = await ActiveAsync(cancellationToken);
        Calls = await LatestAsync(cancellationToken);
        Spend = await SpendAsync(cancellationToken);
    }

    /// <summary>The costs and their forecast alone: fetched every ten seconds.</summary>
    public async Task<PartialViewResult> OnGetSpendAsync(CancellationToken cancellationToken) => Partial("_Spend", await SpendAsync(cancellationToken));

    /// <summary>The active alerts alone: fetched when one was opened or changed.</summary>
    public async Task<PartialViewResult> OnGetAlertsAsync(CancellationToken cancellationToken) =>
        Partial("_ActiveAlerts", await ActiveAsync(cancellationToken));

    /// <summary>The latest calls alone: fetched after a connection was lost.</summary>
    public async Task<PartialViewResult> OnGetCallsAsync(CancellationToken cancellationToken) =>
        Partial("_Calls", await LatestAsync(cancellationToken));

    public PartialViewResult OnGetHealth() => Partial("_Health", Health);

    /// <summary>What is not healthy, in words: at the top of every page that people watch.</summary>
    public PartialViewResult OnGetBanner() => Partial("_HealthBanner");

    private Task<AlertPage> ActiveAsync(CancellationToken cancellationToken) =>
        alerts.ListAsync(new() { UnresolvedOnly = true }, AlertSort.Severity, ActiveAlerts, 0, cancellationToken);

    private async Task<SpendView> SpendAsync(CancellationToken cancellationToken) =>
        new(await outlook.ReadAsync(cancellationToken), Budget.Highest(rules.Entries.All, "daily_cost"), Budget.Highest(rules.Entries.All, "monthly_cost"));

    /// <summary>By their end, as they come in live. The log is by start: more are read than shown, so that long ones are not missed.</summary>
    private async Task<IReadOnlyList<LlmCall>> LatestAsync(CancellationToken cancellationToken)
    {
        var page = await calls.ListAsync(CallFilter.All, LatestCalls * 8, null, cancellationToken);
        return [.. page.Calls.OrderByDescending(call => call.EndedAt).Take(LatestCalls)];
    }
}
