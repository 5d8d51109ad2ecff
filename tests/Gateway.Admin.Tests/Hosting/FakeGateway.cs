using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Calls and live numbers in memory, driven by the test; alerts are in <see cref="AlertParts"/>.</summary>
internal sealed class FakeGateway : ICallLog, ILiveFeed, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AlertParts _alerts;
    private readonly List<LlmCall> _calls = [];
    private readonly Subject<LiveMetrics> _metrics = new();
    private readonly Subject<LlmCall> _finished = new();
    private readonly Subject<Alert> _changed = new();

    public FakeGateway(TimeProvider time, AlertParts alerts)
    {
        _alerts = alerts;
        _alerts.Changes.Alerts.Subscribe(_changed);
        Current = new() { At = time.GetUtcNow() };
    }

    public LiveMetrics Current { get; private set; }

    public IReadOnlyList<LiveMetrics> Recent { get; set; } = [];

    public IObservable<LiveMetrics> Metrics => _metrics;

    public IObservable<LlmCall> Calls => _finished;

    public IObservable<Alert> Alerts => _changed;

    public IObservable<DeliveryChange> Deliveries => _alerts.DeliveryChanges.Deliveries;

    /// <summary>How many streams of the feed somebody is subscribed to.</summary>
    public int Subscribed => new[] { _metrics.HasObservers, _finished.HasObservers, _changed.HasObservers }.Count(yes => yes);

    public void Tick(LiveMetrics metrics)
    {
        Current = metrics with { OpenAlerts = metrics.OpenAlerts == 0 ? _alerts.Unresolved : metrics.OpenAlerts };
        _metrics.OnNext(Current);
    }

    public void Finish(LlmCall call)
    {
        lock (_gate)
        {
            _calls.Insert(0, call);
        }

        _finished.OnNext(call);
    }

    public void Add(params IEnumerable<LlmCall> calls) => _calls.AddRange(calls);

    /// <summary>An alert opens, and everybody is told.</summary>
    public void Open(Alert alert)
    {
        _alerts.AddAsync(new AlertDetail(alert, [new(alert.TriggeredAt, "opened", Alert.ByEngine, null)], [])).GetAwaiter().GetResult();
        _alerts.Changes.Publish(alert);
    }

    public Task<CallPage> ListAsync(CallFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(new CallPage([.. _calls.Take(limit)], null));
        }
    }

    Task<LlmCall?> ICallLog.FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_calls.Find(call => call.Id == id));

    public IAsyncEnumerable<LlmCall> StreamAsync(CallFilter filter, CancellationToken cancellationToken) => _calls.ToAsyncEnumerable();

    public IAsyncEnumerable<LlmCall> ReplayAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => _calls.ToAsyncEnumerable();

    public void Dispose()
    {
        _metrics.Dispose();
        _finished.Dispose();
        _changed.Dispose();
    }
}
