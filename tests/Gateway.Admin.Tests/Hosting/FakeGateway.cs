using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Everything the admin shows, in memory, driven by the test.</summary>
internal sealed class FakeGateway(TimeProvider time) : IAlertLog, IAlertDesk, ICallLog, ILiveFeed, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<AlertDetail> _alerts = [];
    private readonly List<LlmCall> _calls = [];
    private readonly Subject<LiveMetrics> _metrics = new();
    private readonly Subject<LlmCall> _finished = new();
    private readonly Subject<Alert> _changed = new();

    public LiveMetrics Current { get; private set; } = new() { At = time.GetUtcNow() };

    public IReadOnlyList<LiveMetrics> Recent { get; set; } = [];

    public IObservable<LiveMetrics> Metrics => _metrics;

    public IObservable<LlmCall> Calls => _finished;

    public IObservable<Alert> Alerts => _changed;

    /// <summary>How many streams of the feed somebody is subscribed to.</summary>
    public int Subscribed => new[] { _metrics.HasObservers, _finished.HasObservers, _changed.HasObservers }.Count(yes => yes);

    public void Tick(LiveMetrics metrics)
    {
        Current = metrics with { OpenAlerts = metrics.OpenAlerts == 0 ? _alerts.Count(entry => entry.Alert.Status != AlertStatus.Resolved) : metrics.OpenAlerts };
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

    public void Add(params IEnumerable<AlertDetail> alerts) => _alerts.AddRange(alerts);

    public void Open(Alert alert)
    {
        lock (_gate)
        {
            _alerts.Add(new(alert, [new(alert.TriggeredAt, "opened", Alert.ByEngine, null)], []));
        }

        _changed.OnNext(alert);
    }

    public Task<AlertPage> ListAsync(AlertFilter filter, int limit, int offset, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var matching = _alerts.Select(entry => entry.Alert).Where(alert => Matches(alert, filter)).OrderByDescending(alert => alert.TriggeredAt).ToList();
            return Task.FromResult(new AlertPage([.. matching.Skip(offset).Take(limit)], matching.Count));
        }
    }

    public Task<IReadOnlyList<Alert>> ActiveAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Alert>>([.. _alerts.Select(entry => entry.Alert)
                .Where(alert => alert.Status != AlertStatus.Resolved).OrderBy(alert => alert.Severity).ThenByDescending(alert => alert.TriggeredAt)]);
        }
    }

    public Task<AlertDetail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_alerts.Find(entry => entry.Alert.Id == id));
        }
    }

    public Task<AlertAction> AcknowledgeAsync(string id, string by, string? note, CancellationToken cancellationToken) =>
        Act(id, alert => alert.Status switch
        {
            AlertStatus.Open => (AlertActionResult.Done, alert with { Status = AlertStatus.Acknowledged, AcknowledgedAt = time.GetUtcNow(), AcknowledgedBy = by }),
            AlertStatus.Acknowledged => (AlertActionResult.Unchanged, alert),
            _ => (AlertActionResult.Conflict, alert),
        }, new(time.GetUtcNow(), "acknowledged", by, note));

    public Task<AlertAction> ResolveAsync(string id, string by, string? notes, CancellationToken cancellationToken) =>
        Act(id, alert => alert.Status == AlertStatus.Resolved
            ? (AlertActionResult.Unchanged, alert)
            : (AlertActionResult.Done, alert with { Status = AlertStatus.Resolved, ResolvedAt = time.GetUtcNow(), ResolvedBy = by }), new(time.GetUtcNow(), "resolved", by, notes));

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

    private Task<AlertAction> Act(string id, Func<Alert, (AlertActionResult, Alert)> change, AlertEvent entry)
    {
        Alert after;
        AlertActionResult result;
        lock (_gate)
        {
            var index = _alerts.FindIndex(known => known.Alert.Id == id);
            if (index < 0)
            {
                return Task.FromResult(new AlertAction(AlertActionResult.NotFound, null));
            }

            (result, after) = change(_alerts[index].Alert);
            if (result == AlertActionResult.Done)
            {
                _alerts[index] = _alerts[index] with { Alert = after, Timeline = [.. _alerts[index].Timeline, entry] };
            }
        }

        if (result == AlertActionResult.Done)
        {
            _changed.OnNext(after);
        }

        return Task.FromResult(new AlertAction(result, after));
    }

    private static bool Matches(Alert alert, AlertFilter filter) =>
        (filter.Status is null || alert.Status == filter.Status)
        && (!filter.UnresolvedOnly || alert.Status != AlertStatus.Resolved)
        && (filter.Severity is null || alert.Severity == filter.Severity)
        && (filter.RuleId is null || alert.RuleId == filter.RuleId)
        && (filter.From is null || alert.TriggeredAt >= filter.From)
        && (filter.To is null || alert.TriggeredAt < filter.To)
        && (filter.Search is null || (alert.RuleName + alert.Description + string.Join(' ', alert.Group.Values)).Contains(filter.Search, StringComparison.OrdinalIgnoreCase));
}
