using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Storage;

/// <summary>Reads the call log fast and in bulk, for backtests: no more of a call than is asked for.</summary>
public interface ICallHistory
{
    /// <summary>
    /// The calls that ended in [<paramref name="from"/>, <paramref name="to"/>), in the order in which they ended, a page at a time and in bounded memory.
    /// The next page is read while the present one is being used.
    /// </summary>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The first instant that is too late.</param>
    /// <param name="fields">What is filled in; everything else keeps its default. Start and latency always are.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    IAsyncEnumerable<IReadOnlyList<LlmCall>> PagesAsync(DateTimeOffset from, DateTimeOffset to, CallFields fields, CancellationToken cancellationToken);

    /// <summary>
    /// The calls that were under way at some time between the two, in the order in which they began, a page at a time and in bounded memory. Of those that
    /// were under way at the beginning already, only the ones that had begun less than a day before: nobody can say how far back to look for others.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<LlmCall>> UnderWayAsync(DateTimeOffset from, DateTimeOffset to, CallFields fields, CancellationToken cancellationToken);
}

/// <summary>Parts of a call that need not be read when nobody looks at them.</summary>
[Flags]
public enum CallFields
{
    None = 0,
    Provider = 1 << 0,
    Route = 1 << 1,
    Operation = 1 << 2,

    /// <summary>Asked for and answered.</summary>
    Model = 1 << 3,
    Streaming = 1 << 4,
    Outcome = 1 << 5,
    TimeToFirstToken = 1 << 6,
    Tokens = 1 << 7,
    Cost = 1 << 8,
    User = 1 << 9,
    Team = 1 << 10,
    Session = 1 << 11,
    Tags = 1 << 12,
    ApiKey = 1 << 13,

    /// <summary>The whole call, with all that has no name here.</summary>
    All = ~0,
}
