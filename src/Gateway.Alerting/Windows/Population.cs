using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>Which calls are meant, and how they are split into groups. Equal populations share their windows.</summary>
public sealed record Population(CallMatcher Matcher, Grouping Grouping)
{
    public static Population AllCalls { get; } = new(CallMatcher.All, Grouping.None);
}

/// <summary>Identity of one sliding window in each group of a population.</summary>
/// <param name="Population">Over which calls.</param>
/// <param name="Measure">What is added up.</param>
/// <param name="Length">Over how long.</param>
/// <param name="Lag">How long ago the window ends: zero for now, more for what a change is measured against.</param>
public sealed record SeriesKey(Population Population, Metrics.Measure Measure, TimeSpan Length, TimeSpan Lag = default)
{
    /// <summary>Which sub-window an instant falls into: as long as that is the same, time alone changes nothing. Null where it always does.</summary>
    internal long? SubWindowAt(in WindowTime now) => Measure.IsCalendar ? now.Calendar.UtcTicks / TimeSpan.TicksPerMinute
        : Measure.HasOwnLength || Lag > TimeSpan.Zero ? null
        : new BucketLayout(Length).BucketOf(now.Sliding);

    /// <summary>Whether minute sums fill it as calls would: the calendar, the last call to the minute, and windows whose sub-windows are whole minutes.</summary>
    public bool IsInSums => Measure.IsInSums
        && (Measure.IsCalendar || Measure == Metrics.Measure.LastCall || (Lag == TimeSpan.Zero && new BucketLayout(Length).Width % TimeSpan.TicksPerMinute == 0));
}
