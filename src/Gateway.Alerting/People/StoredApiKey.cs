namespace Gateway.Alerting.People;

/// <summary>A key that an admin gave out. The key itself is nowhere: only its hash is kept.</summary>
public sealed record StoredApiKey
{
    public required string Id { get; init; }

    /// <summary>Recorded with whatever its holder does.</summary>
    public required string Name { get; init; }

    public required string Role { get; init; }

    /// <summary>SHA-256 in hex. Enough for keys of 256 random bits, which cannot be guessed.</summary>
    public required string Hash { get; init; }

    /// <summary>The last four characters, for people to tell keys apart.</summary>
    public required string Ending { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }
}

/// <summary>Where keys are kept, revoked ones too.</summary>
public interface IApiKeyStore
{
    /// <returns>Newest first.</returns>
    IReadOnlyList<StoredApiKey> List();

    /// <returns>False when a key that is not revoked has the name, whatever its case: then nothing was stored.</returns>
    Task<bool> AddAsync(StoredApiKey key, CancellationToken cancellationToken);

    /// <summary>From then on it opens nothing; one that is revoked stays as it is.</summary>
    /// <returns>The key, or null when there is none.</returns>
    Task<StoredApiKey?> RevokeAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken);

    Task NoteUseAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);
}
