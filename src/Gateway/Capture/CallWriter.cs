using System.Globalization;
using System.Threading.Channels;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;

namespace Gateway.Capture;

/// <summary>
/// Saves finished calls in batches that are full or at most <see cref="Delay"/> old. While the store refuses, calls wait in a bounded backlog and the batch is tried again,
/// ever more slowly; when the backlog is full its oldest call is given up and counted.
/// </summary>
internal sealed partial class CallWriter(
    ICallStore store, SystemHealth systemHealth, CaptureHealth health, TimeProvider time, ILogger<CallWriter> logger, int capacity = CallWriter.Capacity) : IDisposable
{
    /// <summary>Calls that may wait while the store refuses.</summary>
    public const int Capacity = 100_000;

    /// <summary>Calls of one transaction at the most: they share its fixed cost, and nobody else can write meanwhile, some twenty milliseconds.</summary>
    public const int BatchSize = 4000;

    /// <summary>How long the first call of a batch waits for others.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    public static readonly TimeSpan SlowestRetry = TimeSpan.FromSeconds(10);

    private readonly Channel<LlmCall> _backlog = Channel.CreateBounded<LlmCall>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest },
        _ => health.Dropped(DropReasons.BacklogFull));

    private readonly CancellationTokenSource _stopping = new();
    private Task _writing = Task.CompletedTask;

    public void Start() => _writing = Task.Run(WriteAsync);

    /// <summary>Never waits.</summary>
    public void Add(LlmCall call) => _backlog.Writer.TryWrite(call);

    /// <summary>Saves what waits, trying a refusing store once more for each batch; what it still refuses is counted as lost.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _backlog.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_writing.IsCompleted)
            Lose(_backlog.Reader.Count, "the time for stopping is over");
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WriteAsync()
    {
        var batch = new List<LlmCall>(BatchSize);
        while (await _backlog.Reader.WaitToReadAsync())
        {
            // Under load a batch is full at once, and waiting would cap what can be saved.
            if (_backlog.Reader.Count < BatchSize)
                await time.PauseAsync(Delay, _stopping.Token);
            while (batch.Count < BatchSize && _backlog.Reader.TryRead(out var call))
            {
                batch.Add(call);
            }

            await SaveAsync(batch);
            batch.Clear();
        }
    }

    private async Task SaveAsync(List<LlmCall> batch)
    {
        var pause = Delay;
        for (var attempt = 1; await TryAppendAsync(batch) is { } refusal; attempt++)
        {
            if (_stopping.IsCancellationRequested)
            {
                Lose(batch.Count, refusal);
                return;
            }

            Refused(batch.Count + _backlog.Reader.Count, refusal, attempt);
            await time.PauseAsync(pause, _stopping.Token);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, SlowestRetry.Ticks));
        }

        systemHealth.Report(HealthParts.Database, HealthState.Healthy, "calls are saved");
    }

    /// <returns>Why the store refused; null when it did not.</returns>
    private async Task<string?> TryAppendAsync(List<LlmCall> batch)
    {
        try
        {
            await store.AppendAsync(batch, CancellationToken.None);
            return null;
        }
        catch (Exception refusal)
        {
            return refusal.Message;
        }
    }

    private void Refused(int waiting, string refusal, int attempt)
    {
        if (attempt == 1)
            StoreRefused(waiting, refusal);
        systemHealth.Report(HealthParts.Database, HealthState.Degraded, string.Create(
            CultureInfo.InvariantCulture,
            $"calls cannot be saved ({refusal}): {waiting} wait in memory, up to {capacity}, and are tried again; calls and alerts go on"));
    }

    private void Lose(int calls, string why)
    {
        if (calls == 0)
            return;
        health.Dropped(DropReasons.Shutdown, calls);
        CallsLost(calls, why);
    }

    [LoggerMessage(LogLevel.Warning, "Calls cannot be saved: {Refusal}. {Waiting} wait in memory and are tried again")]
    private partial void StoreRefused(int waiting, string refusal);

    [LoggerMessage(LogLevel.Error, "{Calls} calls were not saved before the stop: {Why}")]
    private partial void CallsLost(int calls, string why);
}
