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
    /// <summary>How much is shown before it began and after it ended: twice the rule's window, within these.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) Margin = (TimeSpan.FromMinutes(15), TimeSpan.FromHours(6));

    /// <summary>Of an alert that lasts for days, the beginning is shown.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task<AlertAround> OfAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (rules.Current.Rules.FirstOrDefault(rule => rule.Id == alert.RuleId) is not { } rule)
        {
            return new(alert, null, "Its rule is gone: what it read cannot be read again.");
        }

        if (IndexOf(Leading(alert), rule) is not { } index)
        {
            return new(alert, null, "Its rule has been edited since, and no longer reads what it fired on.");
        }

        var (from, to) = Range(alert, rule, time.GetUtcNow());
        var asked = new BacktestRequest([rule], from, to) { WithSeries = true, SeriesOf = alert.Group };
        return await slots.Backtests.TryAsync(() => backtest.RunAsync(asked, cancellationToken)) is { } result
            ? new(alert, new(from, to, result.Series![index]), null)
            : new(alert, null, slots.Backtests.Taken);
    }

    /// <summary>The condition whose number an alert shows first.</summary>
    public static ConditionReading? Leading(Alert alert) =>
        alert.Conditions.FirstOrDefault(condition => condition.Met) ?? (alert.Conditions is [var first, ..] ? first : null);

    private static int? IndexOf(ConditionReading? reading, CompiledRule rule)
    {
        bool Reads(CompiledCondition condition) => condition.Source.Metric == reading?.Metric && condition.Source.Operator.Symbol() == reading.Operator;
        var same = rule.Conditions.Index().Where(one => Reads(one.Item)).ToList();
        return same.OrderByDescending(one => one.Item.Source.Threshold == reading!.Threshold).Select(one => (int?)one.Index).FirstOrDefault();
    }

    private static (DateTimeOffset From, DateTimeOffset To) Range(Alert alert, CompiledRule rule, DateTimeOffset now)
    {
        var margin = TimeSpan.FromTicks(Math.Clamp(rule.Conditions.Max(condition => condition.Gauge.Length.Ticks) * 2, Margin.Least.Ticks, Margin.Most.Ticks));
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
    private ConditionReading Leading => AlertSurroundings.Leading(Alert)!;

    public string Name => Say.Metric(Leading.Metric);

    public double Threshold => Leading.Threshold;

    public bool IsChange => Comparisons.TryParse(Leading.Operator, out var comparison) && comparison.IsChange();

    public string Unit => IsChange ? "%" : MetricCatalog.Find(Leading.Metric)?.Unit ?? "";

    public string Value(double? value) => IsChange ? Say.Percent(value) : Say.Value(Leading.Metric, value);
}

/// <param name="From">Where the first step begins.</param>
/// <param name="To">Where the last one ends.</param>
/// <param name="Series">The values.</param>
internal sealed record AroundReading(DateTimeOffset From, DateTimeOffset To, ConditionSeries Series)
{
    public bool HasValues => Series.Values.Any(value => value is not null);

    public DateTimeOffset At(int index) => From + (index * Series.Step);
}
