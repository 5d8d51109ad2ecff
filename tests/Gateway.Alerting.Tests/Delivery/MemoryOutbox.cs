using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.Tests.Delivery;

/// <summary>An outbox in memory.</summary>
internal sealed class MemoryOutbox : IDeliveryOutbox, IDeliveryDigests, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(Alerting.Delivery.Delivery Delivery, DateTimeOffset Due)> _pending = [];
    private readonly SemaphoreSlim _new = new(0);
    private readonly System.Threading.Channels.Channel<string> _records = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public void Put(string id, string channel, DateTimeOffset due)
    {
        lock (_gate)
        {
            _pending.Add((new(id, null, channel, "alert.opened", "{}", 0), due));
        }

        _new.Release();
    }

    public string? LastError { get; private set; }

    public string? LastReason { get; private set; }

    public Task<string> NextRecord() => _records.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(DeliveryWorkerTests.Patience, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<Alerting.Delivery.Delivery>> DueAsync(DateTimeOffset now, IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Alerting.Delivery.Delivery>>(
                [.. Free(busyChannels).Where(item => item.Due <= now).GroupBy(item => item.Delivery.ChannelId).Select(group => group.First().Delivery)]);
        }
    }

    public Task<IReadOnlyList<FoldedMessages>> FoldAsync(IReadOnlyCollection<NotificationChannel> channels, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FoldedMessages>>([]);

    public List<PastTry> Past { get; } = [];

    public Task<IReadOnlyList<PastTry>> LatestTriesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PastTry>>([.. Past.Where(past => past.At >= since)]);

    public Task BeginAsync(Alerting.Delivery.Delivery delivery, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Free(busyChannels).Select(item => (DateTimeOffset?)item.Due).Min());
        }
    }

    public Task RecordAsync(Alerting.Delivery.Delivery delivery, DeliveryAttempt? attempt, DeliveryStatus status, string? reason, DateTimeOffset? nextAttemptAt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            LastError = attempt?.Outcome.Error;
            LastReason = reason;
            _pending.RemoveAll(item => item.Delivery.Id == delivery.Id);
            if (status == DeliveryStatus.Pending)
            {
                _pending.Add((delivery with { Attempts = delivery.Attempts + 1 }, nextAttemptAt!.Value));
            }
        }

        _records.Writer.TryWrite($"{delivery.Id} {status}");
        return Task.CompletedTask;
    }

    public Task WaitForNewAsync(CancellationToken cancellationToken) => _new.WaitAsync(cancellationToken);

    public void Dispose() => _new.Dispose();

    private IEnumerable<(Alerting.Delivery.Delivery Delivery, DateTimeOffset Due)> Free(IReadOnlyCollection<string> busyChannels) =>
        _pending.Where(item => !busyChannels.Contains(item.Delivery.ChannelId));
}
