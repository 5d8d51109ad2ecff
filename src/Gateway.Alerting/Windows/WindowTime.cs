namespace Gateway.Alerting.Windows;

/// <summary>
/// One instant on two clocks: the wall's, which days and months follow, and the windows' own, which goes on evenly when the wall clock is set.
/// </summary>
public readonly record struct WindowTime(DateTimeOffset Calendar, DateTimeOffset Sliding)
{
    /// <summary>The beginning of its second.</summary>
    public WindowTime Second => new(Floor(Calendar), Floor(Sliding));

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
