using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>A metric, or its change against a baseline, compared with a threshold.</summary>
/// <param name="condition">As written.</param>
/// <param name="index">Its place among the rule's conditions.</param>
/// <param name="gauge">What it reads.</param>
/// <param name="baseline">What a change is measured against; null for the other operators.</param>
internal sealed class CompiledCondition(Condition condition, int index, Gauge gauge, Gauge? baseline) : CompiledNode
{
    private readonly ulong _bit = condition.Recovery is null ? 0 : 1UL << index;

    public Gauge Gauge => gauge;

    /// <summary>The windows it reads.</summary>
    public IEnumerable<SeriesKey> Series => Gauges.SelectMany(read => read.Series);

    public IEnumerable<Gauge> Gauges => baseline is null ? [gauge] : [gauge, baseline];

    /// <summary>How long a silence it waits for; zero for what is not about silence.</summary>
    public TimeSpan Silence => gauge.Metric.Measures.Contains(Measure.LastCall)
        ? TimeSpan.FromSeconds(Math.Clamp(Math.Max(condition.Threshold, condition.Recovery ?? 0), 0, gauge.Length.TotalSeconds))
        : TimeSpan.Zero;

    /// <summary>Its bit among the conditions that are held past their threshold by a recovery value; 0 for one that has none.</summary>
    public ulong HeldBit => _bit;

    /// <summary>What it says, whatever its place: an edited rule keeps what is known of the conditions that stayed.</summary>
    public string Identity { get; } = Describe(condition, gauge);

    /// <summary>As written.</summary>
    public Condition Source => condition;

    /// <summary>The number that is compared in one group; null when there is none, or too few calls stand behind it for it to count.</summary>
    public double? ValueIn(WindowSet windows, GroupKey group) =>
        Read(new(windows, group, HeldBefore: 0)) is { IsTooFew: false } seen ? seen.Value : null;

    public override bool IsMet(in EvaluationScope scope, ref ulong held)
    {
        var met = IsMet(Read(scope), scope);
        held |= met ? _bit : 0;
        return met;
    }

    public override bool CouldBeMet(WindowSet windows)
    {
        if (baseline is not null)
        {
            return true;
        }

        var range = windows.RangeOf(gauge);
        return !range.IsEmpty && range.Any(condition.Operator, EasierThreshold);
    }

    public override IReadOnlyList<Tripwire>? Tripwires =>
        baseline is not null || condition.Operator is Comparison.Equal or Comparison.NotEqual ? null : [new(gauge, condition.Operator, EasierThreshold)];

    public override EvaluatedNode Evaluate(in EvaluationScope scope)
    {
        var reading = Read(scope);
        var reason = reading.IsTooFew ? $"{reading.Requests} of {condition.MinRequests} requests{(reading.IsBaseline ? " in the baseline" : "")}" : reading.Reason;
        return new EvaluatedCondition(new ConditionReading(
            condition.Metric, condition.Operator.Symbol(), condition.Threshold, reading.Value, IsMet(reading, scope), reading.Requests, reason));
    }

    /// <summary>The recovery value, where there is one: what is held past its threshold has to be seen too.</summary>
    private double EasierThreshold => condition.Recovery ?? condition.Threshold;

    private bool IsMet(in Seen seen, in EvaluationScope scope)
    {
        var threshold = (scope.HeldBefore & _bit) != 0 && condition.Recovery is { } recovery ? recovery : condition.Threshold;
        return !seen.IsTooFew && seen.Value is { } value && condition.Operator.Holds(value, threshold);
    }

    private Seen Read(in EvaluationScope scope)
    {
        var now = scope.Windows.Read(gauge, scope.Group);
        if (baseline is null || now.Value is not { } value)
        {
            return new(now.Value, now.Reason, now.Requests, now.Value is not null && now.Requests < condition.MinRequests, IsBaseline: false);
        }

        var then = scope.Windows.Read(baseline, scope.Group);
        return then.Value is { } before && before != 0
            ? new(100 * (value - before) / Math.Abs(before), null, Fewest(now, then), Fewest(now, then) < condition.MinRequests, then.Requests < now.Requests)
            : new(null, "no baseline", now.Requests, IsTooFew: false, IsBaseline: false);
    }

    private static string Describe(Condition condition, Gauge gauge)
    {
        var of = gauge.Population.Matcher.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{condition.Metric} {condition.Operator.Symbol()} {condition.Threshold}")
            + (condition.Recovery is { } recovery ? string.Create(CultureInfo.InvariantCulture, $" until {recovery}") : "")
            + (gauge.Length > TimeSpan.Zero ? $" over {DurationText.Format(gauge.Length)}" : "")
            + (of.Length > 0 ? $" of {of}" : "");
    }

    private static long Fewest(in GaugeReading now, in GaugeReading then) => Math.Min(now.Requests, then.Requests);

    /// <param name="Value">What is compared; null when there is nothing to compare.</param>
    /// <param name="Reason">Why there is nothing.</param>
    /// <param name="Requests">The calls behind the value; for a change, those of the side that has fewer.</param>
    /// <param name="IsTooFew">They are fewer than the condition asks for.</param>
    /// <param name="IsBaseline">The side that has fewer is the baseline.</param>
    private readonly record struct Seen(double? Value, string? Reason, long Requests, bool IsTooFew, bool IsBaseline);
}
