using System.Collections.Concurrent;

namespace Gateway.Alerting.Delivery.Gates;

/// <summary>
/// The gates of all channels that have been sent to. Kept in memory; after a restart they know from the tries what a limit has left and what a
/// receiver has asked for, and a channel that failed gets its chance. Thread-safe.
/// </summary>
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

    /// <param name="channel">As it is configured now.</param>
    /// <param name="tries">Of this channel before the start, oldest first.</param>
    internal void Restore(NotificationChannel channel, IEnumerable<PastTry> tries)
    {
        var gate = Of(channel);
        foreach (var past in tries)
        {
            gate.Take(past.At);
            if (past.Arrived || past.RetryAfter is not null)
            {
                gate.Note(new(past.Arrived ? DeliveryResult.Delivered : DeliveryResult.Retryable, RetryAfter: past.RetryAfter), past.At + past.Duration);
            }
        }
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
