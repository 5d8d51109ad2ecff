using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>Which calls are meant, and how they are split into groups. Equal populations share their windows.</summary>
public sealed record Population(CallMatcher Matcher, Grouping Grouping)
{
    public static Population AllCalls { get; } = new(CallMatcher.All, Grouping.None);
}

/// <summary>Identity of one sliding window in each group of a population.</summary>
public sealed record SeriesKey(Population Population, Metrics.Measure Measure, TimeSpan Length);
