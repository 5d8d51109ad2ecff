using System.Collections.Concurrent;

namespace Gateway.Alerting.Delivery.Gates;

/// <summary>The gates of all channels that have been sent to. Kept in memory: after a restart every channel gets its chance. Thread-safe.</summary>
public sealed class ChannelGates(RetrySchedule schedule, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ChannelGate> _gates = new(StringComparer.Ordinal);

    /// <summary>The channels that must wait now.</summary>
    internal IReadOnlyList<string> Closed(DateTimeOffset now) => [.. _gates.Where(gate => gate.Value.ReadyAt(now) > now).Select(gate => gate.Key)];

    /// <summary>When the first of those that wait may go on; null when none waits.</summary>
    internal DateTimeOffset? NextReady(DateTimeOffset now)
    {
        var waiting = _gates.Values.Select(gate => gate.ReadyAt(now)).Where(ready => ready > now).ToList();
        return waiting.Count == 0 ? null : waiting.Min();
    }

    /// <summary>It is set up anew: whatever waits for it may be tried at once.</summary>
    internal void Forget(string channelId) => _gates.TryRemove(channelId, out _);

    /// <summary>A channel that was set up anew begins anew.</summary>
    internal ChannelGate Of(NotificationChannel channel) => _gates.AddOrUpdate(
        channel.Id,
        _ => new(channel, schedule),
        (_, gate) => ReferenceEquals(gate.Channel, channel) ? gate : new(channel, schedule));

    /// <summary>How a channel stands; null when nothing was sent to it since the start.</summary>
    public ChannelCondition? ConditionOf(string channelId) => _gates.GetValueOrDefault(channelId)?.Condition(time.GetUtcNow());
}
