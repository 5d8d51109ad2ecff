namespace Gateway.Alerting.Suppression;

/// <summary>Where silences are kept, past ones too.</summary>
public interface ISilenceStore
{
    /// <param name="status">Null: all.</param>
    /// <param name="now">What the status is judged by.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="offset">How many to leave out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Newest first.</returns>
    Task<SilencePage> ListAsync(SilenceStatus? status, DateTimeOffset now, int limit, int offset, CancellationToken cancellationToken);

    Task<Silence?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Those that keep something quiet now.</summary>
    Task<IReadOnlyList<Silence>> InForceAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Those that could keep something quiet at some time between the two, past ones too, as they turned out: one that was ended early ends then,
    /// and none begins before it was made.
    /// </summary>
    Task<IReadOnlyList<Silence>> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <returns>False when there are as many that have not ended as are allowed: then nothing was stored.</returns>
    Task<bool> AddAsync(Silence silence, int most, CancellationToken cancellationToken);

    /// <summary>Ends it now; one that has ended stays as it is. What it held back is decided again at once.</summary>
    /// <returns>The silence, or null when there is none.</returns>
    Task<Silence?> EndAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Some of <see cref="Total"/> silences.</summary>
public sealed record SilencePage(IReadOnlyList<Silence> Silences, long Total);
