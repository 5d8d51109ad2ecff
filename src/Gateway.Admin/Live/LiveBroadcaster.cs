using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Telemetry;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Gateway.Admin.Live;

/// <summary>
/// Carries the live feed to every watcher. Subscribed only while somebody watches, so that live updates cost nothing otherwise.
/// Each watcher has a bounded queue of its own: a slow one loses its oldest messages and holds up nobody. Thread-safe.
/// </summary>
internal sealed partial class LiveBroadcaster(ILiveFeed feed, SystemHealth health, TimeProvider time, ILogger<LiveBroadcaster> logger) : IDisposable
{
    /// <summary>No eye follows more; the log has them all.</summary>
    public const int CallsPerSecond = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveWatcher> _watchers = [];
    private readonly RateCap _calls = new(CallsPerSecond, time);
    private IDisposable[] _subscriptions = [];

    public int Watchers
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count;
            }
        }
    }

    public void Join(string id, ISingleClientProxy client)
    {
        var watcher = new LiveWatcher(client, logger);
        watcher.Post("metrics", feed.Current);
        watcher.Post("health", HealthJson.Of(health));
        lock (_gate)
        {
            _watchers[id] = watcher;
            if (_watchers.Count == 1)
            {
                Subscribe();
            }
        }
    }

    public async Task LeaveAsync(string id)
    {
        LiveWatcher? watcher;
        lock (_gate)
        {
            if (_watchers.Remove(id, out watcher) && _watchers.Count == 0)
            {
                Unsubscribe();
            }
        }

        if (watcher is not null)
        {
            await watcher.DisposeAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Unsubscribe();
        }
    }

    private void Subscribe()
    {
        health.Changed += OnHealth;
        _subscriptions =
        [
            feed.Metrics.Subscribe(metrics => Post("metrics", metrics), LiveFeedFailed),
            feed.Calls.Subscribe(OnCall, LiveFeedFailed),
            feed.Alerts.Subscribe(alert => Post("alert", alert), LiveFeedFailed),
            feed.Deliveries.Subscribe(delivery => Post("delivery", delivery), LiveFeedFailed),
        ];
    }

    private void Unsubscribe()
    {
        health.Changed -= OnHealth;
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        _subscriptions = [];
    }

    private void OnCall(LlmCall call)
    {
        if (_calls.TryTake())
        {
            Post("call", CallDocument.From(call));
        }
    }

    private void OnHealth(PartHealth part) => Post("health", HealthJson.Of(health));

    private void Post(string name, object message)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.Values)
            {
                watcher.Post(name, message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The live feed failed: open pages show old numbers until they are reloaded")]
    private partial void LiveFeedFailed(Exception fault);
}
