using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines;

/// <summary>What a tick sees: all windows, moved on to <paramref name="At"/>. Valid only while it is being handed on.</summary>
public sealed record WindowSnapshot(DateTimeOffset At, WindowSet Windows);
