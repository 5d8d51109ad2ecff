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
    private readonly Lock _gate = new();

    /// <summary>Hot. Subscribers run on the producer's thread and must neither block nor throw.</summary>
    public IObservable<LlmCall> Calls => _calls.AsObservable();

    public void Publish(LlmCall call)
    {
        lock (_gate)
        {
            _calls.OnNext(call);
        }
    }

    public void Dispose() => _calls.Dispose();
}
