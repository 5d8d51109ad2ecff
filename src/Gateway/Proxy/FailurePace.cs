namespace Gateway.Proxy;

/// <summary>Lets one failure in a minute be told of, and counts the others: a provider that is down fails every call. Thread-safe.</summary>
internal sealed class FailurePace
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _toldAt = DateTimeOffset.MinValue;
    private int _untold;

    /// <returns>How many are to be told of now, this one included; 0 when it is too soon.</returns>
    public int Add(DateTimeOffset now)
    {
        lock (_lock)
        {
            _untold++;
            if (now - _toldAt < Shortest)
                return 0;

            var count = _untold;
            (_toldAt, _untold) = (now, 0);
            return count;
        }
    }
}
