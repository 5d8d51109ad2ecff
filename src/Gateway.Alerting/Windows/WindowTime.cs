namespace Gateway.Alerting.Windows;

/// <summary>
/// One instant on two clocks: the wall's, which days and months follow, and the windows' own, which goes on evenly when the wall clock is set.
/// </summary>
public readonly record struct WindowTime(DateTimeOffset Calendar, DateTimeOffset Sliding);
