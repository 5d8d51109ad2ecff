using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>What the builder shows of a rule that is not saved: now, on history, whom it would tell, and in which words. Changes nothing, tells nobody.</summary>
internal sealed class RuleTrials(
    RuleTrial trial, Backtest backtest, RoutePreview preview, ChannelDirectory channels, Announcer announcer, TrialSlots slots, TimeProvider time)
{
    /// <returns>How the rule stands, or why that cannot be said now.</returns>
    public async Task<(RuleTry? Try, string? Busy)> TryAsync(CompiledRule rule, CancellationToken cancellationToken) =>
        await slots.Trials.TryAsync(() => trial.RunAsync(rule, null, cancellationToken)) is { } result ? (new(result), null) : (null, slots.Trials.Taken);

    /// <returns>What the rule would have done, or why that cannot be said now.</returns>
    public async Task<(RuleHistoryView? History, string? Busy)> ReplayAsync(CompiledRule rule, HistoryRange range, int condition, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asked = new BacktestRequest([rule], now - range.Length, now) { WithSeries = true };
        return await slots.Backtests.TryAsync(() => backtest.RunAsync(asked, cancellationToken)) is { } result
            ? (new(result, range, condition), null)
            : (null, slots.Backtests.Taken);
    }

    public Task<RoutePreviewResult> WhoAsync(CompiledRule rule, CancellationToken cancellationToken) =>
        preview.RunAsync(rule.Definition, SampleAlert.Group(rule), cancellationToken);

    /// <summary>The first message of an alert with made-up numbers, for each type of the channels; where there are none, as mail and webhook.</summary>
    public IReadOnlyList<(string Type, PreviewedMessage Message)> Messages(CompiledRule rule, IEnumerable<string> ids)
    {
        var alert = SampleAlert.Of(rule, time.GetUtcNow());
        var types = ids.Select(TypeOf).Where(MessagePreview.Types.Contains).Distinct().ToList();
        return [.. (types.Count > 0 ? types : ["email", "webhook"]).Select(type => (type, MessagePreview.Of(type, alert, announcer)!))];
    }

    /// <summary>The built-in channels have the name of their type, set up or not.</summary>
    private string TypeOf(string id) => channels.Find(id)?.Type ?? ChannelIds.Canonical(id);
}
