using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Backtesting;

/// <summary>
/// The calls that were under way at an instant of history. They are taken in the order in which they began and dropped once they have ended, so that
/// no more is kept than was under way at once. Not thread-safe.
/// </summary>
/// <param name="byStart">Calls in the order in which they began; read as time goes on.</param>
internal sealed class CallsUnderWay(IEnumerable<LlmCall> byStart) : IDisposable
{
    private readonly IEnumerator<LlmCall> _coming = byStart.GetEnumerator();
    private readonly PriorityQueue<LlmCall, DateTimeOffset> _running = new();
    private bool _hasBegun;
    private bool _isThereMore;

    /// <param name="now">Not before that of the last look.</param>
    public IReadOnlyList<InFlightCall> At(DateTimeOffset now)
    {
        TakeUpTo(now);
        while (_running.TryPeek(out _, out var end) && end <= now)
        {
            _running.Dequeue();
        }

        return [.. _running.UnorderedItems.Select(running => new InFlightCall(running.Element, now - running.Element.StartedAt))];
    }

    public void Dispose() => _coming.Dispose();

    private void TakeUpTo(DateTimeOffset now)
    {
        if (!_hasBegun)
        {
            (_hasBegun, _isThereMore) = (true, _coming.MoveNext());
        }

        for (; _isThereMore && _coming.Current.StartedAt <= now; _isThereMore = _coming.MoveNext())
        {
            var call = _coming.Current;
            if (call.EndedAt > now)
            {
                // Which model answers is not known before it has.
                _running.Enqueue(call with { ResponseModel = null }, call.EndedAt);
            }
        }
    }
}
