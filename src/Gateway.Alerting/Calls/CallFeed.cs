using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Gateway.Alerting.Calls;

/// <summary>
/// The stream of finished calls. One producer at a time: the pump, or an import that has taken the pump's place in line.
/// The request path never publishes here, so a slow or throwing subscriber can never reach a request.
/// </summary>
public sealed class CallFeed : IDisposable
{
    private readonly Subject<LlmCall> _calls = new();
    private readonly Subject<LlmCall> _metered = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _importTurn = new(1, 1);

    /// <summary>Hot. Subscribers run on the producer's thread and must neither block nor throw.</summary>
    public IObservable<LlmCall> Calls => _calls.AsObservable();

    /// <summary>Those of them that were metered here and now, and not brought in from a history.</summary>
    public IObservable<LlmCall> Metered => _metered.AsObservable();

    public void Publish(LlmCall call)
    {
        lock (_gate)
        {
            _calls.OnNext(call);
            _metered.OnNext(call);
        }
    }

    public void PublishImported(LlmCall call)
    {
        lock (_gate)
        {
            _calls.OnNext(call);
        }
    }

    /// <summary>
    /// Held by an import from before it stores a batch until it has published it, and by whoever takes in the log and the feed together:
    /// in between, a call is in the log and still to come. Dispose of it to pass the turn on.
    /// </summary>
    public async Task<IDisposable> ImportTurnAsync(CancellationToken cancellationToken)
    {
        await _importTurn.WaitAsync(cancellationToken);
        return Disposable.Create(_importTurn, turn => turn.Release());
    }

    public void Dispose()
    {
        _calls.Dispose();
        _metered.Dispose();
        _importTurn.Dispose();
    }
}
