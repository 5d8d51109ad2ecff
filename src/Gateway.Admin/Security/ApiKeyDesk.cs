using System.Buffers.Text;
using System.Security.Cryptography;
using Gateway.Alerting.People;
using Gateway.Alerting.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>What admins do with API keys. Who did what stays with the key and in the log.</summary>
internal sealed partial class ApiKeyDesk(IApiKeyStore store, StoredKeys keys, IOptionsMonitor<AdminOptions> settings, TimeProvider time, ILogger<ApiKeyDesk> logger)
{
    /// <summary>So that people and secret scanners know what it is.</summary>
    private const string Prefix = "gwa_";

    private const int RandomBytes = 32;
    private const string SettingsPrefix = "settings:";

    /// <summary>Those of the settings first, then those made here, newest first; revoked ones stay in it.</summary>
    public IReadOnlyList<ApiKeyEntry> List() =>
    [
        .. settings.CurrentValue.ApiKeys.Select(key => new ApiKeyEntry(SettingsPrefix + key.Name, key.Name, key.Role, "settings", null, null, null, null, null, null)),
        .. store.List().Select(ApiKeyEntry.Of),
    ];

    /// <param name="json"><c>{"name", "role"}</c>.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ApiKeyCreation> CreateAsync(string json, string by, CancellationToken cancellationToken)
    {
        var (request, mistakes) = ApiKeyRequest.Read(json, AdminRoles.All);
        if (request is null)
        {
            return new(null, null, mistakes);
        }

        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var now = time.GetUtcNow();
        var key = new StoredApiKey
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Name = request.Name,
            Role = request.Role,
            Hash = Convert.ToHexStringLower(AdminCredentials.Hash(secret)),
            Ending = secret[^4..],
            CreatedBy = by,
            CreatedAt = now,
        };
        if (IsTaken(request.Name) || !await store.AddAsync(key, cancellationToken))
        {
            return new(null, null, []);
        }

        keys.Reload();
        KeyMade(by, key.Name, key.Role);
        return new(ApiKeyEntry.Of(key), secret, []);
    }

    public async Task<ApiKeyRevocation> RevokeAsync(string id, string by, CancellationToken cancellationToken)
    {
        if (id.StartsWith(SettingsPrefix, StringComparison.Ordinal))
        {
            return List().Any(key => key.Id == id) ? ApiKeyRevocation.InSettings : ApiKeyRevocation.NotFound;
        }

        if (await store.RevokeAsync(id, by, time.GetUtcNow(), cancellationToken) is not { } key)
        {
            return ApiKeyRevocation.NotFound;
        }

        keys.Reload();
        KeyRevoked(by, key.Name);
        return ApiKeyRevocation.Done;
    }

    /// <summary>By a key of the settings, or by whoever signs in with the password or the link.</summary>
    private bool IsTaken(string name) => settings.CurrentValue.ApiKeys.Select(key => key.Name).Append(AdminCredentials.PasswordUser).Contains(name, StringComparer.OrdinalIgnoreCase);

    [LoggerMessage(Level = LogLevel.Information, Message = "{By} made the API key '{Name}' with the role {Role}")]
    private partial void KeyMade(string by, string name, string role);

    [LoggerMessage(Level = LogLevel.Information, Message = "{By} revoked the API key '{Name}'")]
    private partial void KeyRevoked(string by, string name);
}

/// <summary>One key as people see it.</summary>
/// <param name="Id">Of a key of the settings: <c>settings:</c> and its name.</param>
/// <param name="Name">Who acts with it.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="Source"><c>settings</c> or <c>stored</c>.</param>
/// <param name="Ending">The last four characters; null for those of the settings, which are shown nowhere.</param>
/// <param name="CreatedBy">Null for those of the settings, like the rest.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
/// <param name="RevokedAt">From then on it opens nothing.</param>
/// <param name="RevokedBy">Who revoked it.</param>
public sealed record ApiKeyEntry(
    string Id, string Name, string Role, string Source, string? Ending, string? CreatedBy, DateTimeOffset? CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, string? RevokedBy)
{
    internal static ApiKeyEntry Of(StoredApiKey key) =>
        new(key.Id, key.Name, key.Role, "stored", key.Ending, key.CreatedBy, key.CreatedAt, key.LastUsedAt, key.RevokedAt, key.RevokedBy);
}

/// <summary>How making a key went. Neither a key nor mistakes: the name is taken. <paramref name="Secret"/> is never shown again.</summary>
internal sealed record ApiKeyCreation(ApiKeyEntry? Key, string? Secret, IReadOnlyList<RuleDiagnostic> Mistakes)
{
    public const string Taken = "A key that is not revoked, or the administrator, has this name already: names say who acted, so each needs its own.";
}

internal enum ApiKeyRevocation
{
    Done,
    NotFound,

    /// <summary>It stands in the settings: take it out there, and it opens nothing at once.</summary>
    InSettings,
}
