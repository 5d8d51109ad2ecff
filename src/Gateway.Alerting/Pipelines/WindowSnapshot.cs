using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines;

/// <summary>What a tick sees: all windows, moved on to <paramref name="At"/>. Valid only while it is being handed on.</summary>
/// <param name="At">The engine's clock.</param>
/// <param name="Windows">The windows.</param>
/// <param name="Tick">The tick's number since the start.</param>
public sealed record WindowSnapshot(DateTimeOffset At, WindowSet Windows, long Tick);
