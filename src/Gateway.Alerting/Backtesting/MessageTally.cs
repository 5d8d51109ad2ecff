namespace Gateway.Alerting.Backtesting;

/// <summary>Counts a rule's messages on history, channel by channel. Not thread-safe.</summary>
internal sealed class MessageTally
{
    private readonly SortedDictionary<string, Counts> _channels = new(StringComparer.Ordinal);

    public long Sent { get; private set; }

    public void Send(string channelId)
    {
        Sent++;
        Of(channelId).Sent++;
    }

    public void Keep(string channelId, string reason)
    {
        var kept = Of(channelId).Kept;
        kept[reason] = kept.GetValueOrDefault(reason) + 1;
    }

    public IReadOnlyList<ChannelMessages> Close() =>
        [.. _channels.Select(channel => new ChannelMessages(channel.Key, channel.Value.Sent, channel.Value.Kept))];

    private Counts Of(string channelId)
    {
        if (!_channels.TryGetValue(channelId, out var counts))
        {
            _channels[channelId] = counts = new();
        }

        return counts;
    }

    private sealed class Counts
    {
        public long Sent { get; set; }

        public SortedDictionary<string, long> Kept { get; } = new(StringComparer.Ordinal);
    }
}
