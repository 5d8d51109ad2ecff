using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>
/// Knows every credential: the password or the start-up token, and the API keys of settings and database.
/// Secrets are compared as hashes in constant time, and always all of them, so that the time taken tells nothing.
/// A change of the settings holds at once; a wrong one is refused and changes nothing.
/// </summary>
internal sealed class AdminCredentials : IDisposable
{
    /// <summary>What a person signed in by the host has for a credential: it is the host that ends their session.</summary>
    public const string Host = "host";

    /// <summary>Who signs in with the password or the link.</summary>
    public const string PasswordUser = "admin";

    private readonly string _linkToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private readonly IDisposable? _reload;
    private readonly StoredKeys _stored;
    private volatile Known _known;

    public AdminCredentials(IOptionsMonitor<AdminOptions> options, StoredKeys stored)
    {
        _stored = stored;
        _known = Read(options.CurrentValue);
        _reload = options.OnChange(settings => _known = Read(settings));
    }

    /// <summary>The token of this run's login link; null when there is a password.</summary>
    public string? Token => _known.Token is null ? null : _linkToken;

    public AdminIdentity? ByApiKey(string key) => Match(key, Keys);

    /// <summary>What a person may type into the login form.</summary>
    public AdminIdentity? ByPasswordOrKey(string secret) => Match(secret, _known.Password is { } password ? [password, .. Keys] : Keys);

    public AdminIdentity? ByToken(string token) => _known.Token is { } link ? Match(token, [link]) : null;

    /// <summary>
    /// Whoever a session's credential belongs to now; null when it is no longer valid.
    /// A session opened by link outlives the run that printed the link, until a password is set.
    /// </summary>
    public AdminIdentity? ByStamp(string credential) =>
        new[] { _known.Password, _known.Token }.OfType<Credential>().Concat(Keys).FirstOrDefault(entry => entry.Identity.Credential == credential)?.Identity;

    private IEnumerable<Credential> Keys => [.. _known.Keys, .. _stored.InForce];

    /// <summary>Whether what was opened with this credential may stay open.</summary>
    public bool IsValid(string credential) => credential == Host || IsSignOn(credential) || ByStamp(credential) is not null;

    /// <summary>Whether it is single sign-on as the settings have it now: who was let in by other settings signs in again.</summary>
    public bool IsSignOn(string credential) => credential == _known.SignOn;

    /// <summary>What single sign-on has for a credential: it changes with everything that decides who may do what.</summary>
    public static string SignOnStamp(AdminOpenIdConnect settings) => "oidc:" + Stamp(string.Join('\n',
        [settings.Authority?.ToString(), settings.ClientId, settings.RoleClaim, .. settings.Lists.SelectMany(list => list.Values.Prepend(list.Role))]));

    public void Dispose() => _reload?.Dispose();

    private Known Read(AdminOptions settings)
    {
        Credential[] keys = [.. settings.ApiKeys.Select(key => new Credential(Hash(key.Key), new(key.Name, key.Role, "key:" + Stamp(key.Key))))];
        var signOn = settings.OpenIdConnect is { } provider ? SignOnStamp(provider) : null;
        return string.IsNullOrEmpty(settings.Password)
            ? new(keys, signOn, null, new(Hash(_linkToken), new(PasswordUser, AdminRoles.Admin, "link")))
            : new(keys, signOn, new(Hash(settings.Password), new(PasswordUser, AdminRoles.Admin, "password:" + Stamp(settings.Password))), null);
    }

    private static AdminIdentity? Match(string secret, IEnumerable<Credential> entries)
    {
        var hash = Hash(secret);
        AdminIdentity? found = null;
        foreach (var entry in entries)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, entry.Hash) ? entry.Identity : found;
        }

        return found;
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Stamp(string secret) => Convert.ToHexStringLower(Hash("stamp:" + secret).AsSpan(0, 12));

    /// <summary>All credentials of one state of the settings; either <paramref name="Password"/> or <paramref name="Token"/> is there.</summary>
    private sealed record Known(Credential[] Keys, string? SignOn, Credential? Password, Credential? Token);
}
