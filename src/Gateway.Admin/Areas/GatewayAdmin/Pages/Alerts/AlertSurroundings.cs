using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Words;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>What an alert's rule read before, while and after it was on: the engine's own pipeline over the stored calls.</summary>
/// <remarks>The rule as it is now does the reading, the threshold is that of the moment of firing.</remarks>
internal sealed class AlertSurroundings(RuleSetProvider rules, Backtest backtest, TrialSlots slots, TimeProvider time)
{
    /// <summary>How much is shown before it began and after it ended: twice the rule's window or as long as the alert, within these.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) Margin = (TimeSpan.FromMinutes(3), TimeSpan.FromHours(6));

    /// <summary>Of an alert that lasts for days, the beginning is shown.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task<AlertAround> OfAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (rules.Current.Rules.FirstOrDefault(rule => rule.Id == alert.RuleId) is not { } rule)
        {
            return new(alert, null, "Its rule is gone: what it read cannot be read again.");
        }

        var (from, to) = Range(alert, rule, time.GetUtcNow());
        var asked = new BacktestRequest([rule], from, to) { WithSeries = true, SeriesOf = alert.Group };
        if (await slots.Backtests.TryAsync(() => backtest.RunAsync(asked, cancellationToken)) is not { } result)
        {
            return new(alert, null, slots.Backtests.Taken);
        }

        return SeriesOf(alert.Leading, result.Series!) is { } series
            ? new(alert, new(from, to, series), null)
            : new(alert, null, "Its rule has been edited since, and no longer reads what it fired on.");
    }

    /// <summary>Of the same metric and operator; of several, the one with the threshold of then.</summary>
    private static ConditionSeries? SeriesOf(ConditionReading? reading, IReadOnlyList<ConditionSeries> all) => all
        .Where(series => series.Condition.Metric == reading?.Metric && series.Condition.Operator.Symbol() == reading.Operator)
        .MaxBy(series => series.Condition.Threshold == reading!.Threshold);

    private static (DateTimeOffset From, DateTimeOffset To) Range(Alert alert, CompiledRule rule, DateTimeOffset now)
    {
        var lasted = (alert.ResolvedAt ?? now) - alert.TriggeredAt;
        var window = rule.Series.Max(series => series.Length);
        var margin = TimeSpan.FromTicks(Math.Clamp(Math.Max(window.Ticks * 2, lasted.Ticks), Margin.Least.Ticks, Margin.Most.Ticks));
        var from = alert.TriggeredAt - margin;
        var to = (alert.ResolvedAt ?? now) + margin;
        to = to < from + Longest ? to : from + Longest;
        return (from, to < now ? to : now);
    }
}

/// <param name="Alert">The alert.</param>
/// <param name="Reading">What its leading condition read; null when that cannot be told.</param>
/// <param name="WhyNot">Why it cannot.</param>
internal sealed record AlertAround(Alert Alert, AroundReading? Reading, string? WhyNot)
{
    private ConditionReading Leading => Alert.Leading!;

    public string Name => Say.Metric(Leading.Metric);

    public double Threshold => Leading.Threshold;

    public string Unit => Comparisons.IsChange(Leading.Operator) ? "%" : MetricCatalog.Find(Leading.Metric)?.Unit ?? "";

    public string Value(double? value) => Say.Value(Leading, value);
}

/// <param name="From">Where the first step begins.</param>
/// <param name="To">Where the last one ends.</param>
/// <param name="Series">The values.</param>
internal sealed record AroundReading(DateTimeOffset From, DateTimeOffset To, ConditionSeries Series)
{
    public bool HasValues => Series.Values.Any(value => value is not null);

    public DateTimeOffset At(int index) => From + (index * Series.Step);
}
