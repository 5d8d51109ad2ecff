namespace Gateway.Alerting.Rules;

/// <summary>What <c>change&gt;</c> and <c>change&lt;</c> compare a window with: one of the same length, earlier.</summary>
public enum Baseline
{
    /// <summary>The window just before.</summary>
    PreviousWindow,

    /// <summary>The window that ended 24 hours ago.</summary>
    SameTimeYesterday,

    /// <summary>The window that ended seven times 24 hours ago.</summary>
    SameTimeLastWeek,
}

public static class Baselines
{
    /// <summary>How much earlier the baseline's window ends.</summary>
    public static TimeSpan Lag(this Baseline baseline, TimeSpan window) => baseline switch
    {
        Baseline.PreviousWindow => window,
        Baseline.SameTimeYesterday => TimeSpan.FromDays(1),
        Baseline.SameTimeLastWeek => TimeSpan.FromDays(7),
        _ => throw new ArgumentOutOfRangeException(nameof(baseline), baseline, null),
    };

    /// <summary>In words: "up 30 % <em>against the window before</em>".</summary>
    public static string Words(this Baseline baseline) => baseline switch
    {
        Baseline.PreviousWindow => "the window before",
        Baseline.SameTimeYesterday => "the same time yesterday",
        Baseline.SameTimeLastWeek => "the same time last week",
        _ => throw new ArgumentOutOfRangeException(nameof(baseline), baseline, null),
    };
}
