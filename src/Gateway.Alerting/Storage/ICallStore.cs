using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Storage;

/// <summary>Where finished calls are kept. Written by the pump and the importer only.</summary>
public interface ICallStore
{
    /// <summary>
    /// Saves calls and their rollups in one transaction: all of them or none. Calls whose id is already there are left as they are.
    /// Throws when the database cannot be written; the caller still owns the calls then.
    /// </summary>
    /// <returns>The calls that were new.</returns>
    Task<IReadOnlyList<LlmCall>> AppendAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken);

    /// <summary>The same for calls of a history, whose ids are known for as long as the sums they are in: they may be sent again when the calls themselves are kept no more.</summary>
    Task<IReadOnlyList<LlmCall>> ImportAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken);
}

/// <summary>Reads the call log. Never on the request path; every read has its own short connection.</summary>
public interface ICallLog
{
    /// <summary>Newest start first. <paramref name="cursor"/> is a former page's <see cref="CallPage.NextCursor"/>.</summary>
    /// <exception cref="FormatException">The cursor is not one that this log gave out.</exception>
    Task<CallPage> ListAsync(CallFilter filter, int limit, string? cursor, CancellationToken cancellationToken);

    Task<LlmCall?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Every matching call, newest start first, in bounded memory.</summary>
    IAsyncEnumerable<LlmCall> StreamAsync(CallFilter filter, CancellationToken cancellationToken);

    /// <summary>Every call that ended in [<paramref name="from"/>, <paramref name="to"/>), in the order in which they ended, in bounded memory: refills windows and feeds backtests.</summary>
    IAsyncEnumerable<LlmCall> ReplayAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>One page of the call log; <see cref="NextCursor"/> is null on the last.</summary>
public sealed record CallPage(IReadOnlyList<LlmCall> Calls, string? NextCursor);
