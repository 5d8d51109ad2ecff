using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Gateway.Alerting.People;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Admin.Security;

/// <summary>
/// The keys of the database, in memory while they hold. Where the database cannot be read they open nothing, which the log says,
/// and the next one who comes with a key tries again. Thread-safe.
/// </summary>
internal sealed partial class StoredKeys(IApiKeyStore store, TimeProvider time, ILogger<StoredKeys> logger)
{
    /// <summary>Last use is noted to this.</summary>
    public static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    private const string CredentialPrefix = "stored:";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<Credential>? _inForce;

    /// <summary>Those that are not revoked.</summary>
    public IReadOnlyList<Credential> InForce => _inForce ?? Load();

    /// <summary>To be called after every change.</summary>
    public void Reload() => _inForce = null;

    /// <summary>Notes that a key was used, at most once in <see cref="UseStep"/>. Never fails: a database in trouble must keep no program out.</summary>
    public async Task NoteUseAsync(AdminIdentity identity, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!identity.Credential.StartsWith(CredentialPrefix, StringComparison.Ordinal)
            || (_used.TryGetValue(identity.Credential, out var last) && now - last < UseStep))
        {
            return;
        }

        _used[identity.Credential] = now;
        try
        {
            await store.NoteUseAsync(identity.Credential[CredentialPrefix.Length..], now, cancellationToken);
        }
        catch (Exception fault) when (fault is DbException or DatabaseRefusedException)
        {
            UseNotNoted(identity.Name, fault.Message);
        }
    }

    private IReadOnlyList<Credential> Load()
    {
        try
        {
            return _inForce = [.. store.List().Where(key => key.RevokedAt is null).Select(Of)];
        }
        catch (Exception fault) when (fault is DbException or DatabaseRefusedException)
        {
            KeysNotRead(fault.Message);
            return [];
        }
    }

    private static Credential Of(StoredApiKey key) =>
        new(Convert.FromHexString(key.Hash), new(key.Name, key.Role, CredentialPrefix + key.Id));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The API keys of the database cannot be read and open nothing for now: {Reason}")]
    private partial void KeysNotRead(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The use of the API key '{Name}' was not noted: {Reason}")]
    private partial void UseNotNoted(string name, string reason);
}

/// <summary>Something that proves who somebody is: only its hash is known (<see cref="SHA256"/> of its UTF-8).</summary>
internal sealed record Credential(byte[] Hash, AdminIdentity Identity);
