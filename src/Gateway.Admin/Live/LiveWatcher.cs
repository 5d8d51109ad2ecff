using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Gateway.Admin.Live;

/// <summary>One connected page: a bounded queue and the loop that empties it as fast as the connection takes it.</summary>
internal sealed partial class LiveWatcher : IAsyncDisposable
{
    /// <summary>A few seconds of a busy gateway; older messages are worth less than newer ones.</summary>
    private const int Capacity = 64;

    private readonly Channel<(string Name, object Message)> _queue =
        Channel.CreateBounded<(string, object)>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly ISingleClientProxy _client;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public LiveWatcher(ISingleClientProxy client, ILogger logger)
    {
        _client = client;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Never waits and never fails.</summary>
    public void Post(string name, object message) => _queue.Writer.TryWrite((name, message));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var (name, message) in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                await _client.SendAsync(name, message, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
        catch (Exception fault)
        {
            WatcherFailed(_logger, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending live updates to a page failed; it reconnects by itself")]
    private static partial void WatcherFailed(ILogger logger, Exception fault);
}
