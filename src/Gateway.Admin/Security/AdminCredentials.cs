using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>
/// Knows every credential: the password or the start-up token, and the API keys.
/// Secrets are compared as hashes in constant time, and always all of them, so that the time taken tells nothing.
/// </summary>
internal sealed class AdminCredentials
{
    private const string PasswordUser = "admin";

    private readonly Entry[] _keys;
    private readonly Entry? _password;
    private readonly Entry? _token;

    public AdminCredentials(IOptions<AdminOptions> options)
    {
        var settings = options.Value;
        _keys = [.. settings.ApiKeys.Select(key => new Entry(Hash(key.Key), new(key.Name, key.Role, "key:" + Stamp(key.Key))))];
        if (string.IsNullOrEmpty(settings.Password))
        {
            Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            _token = new(Hash(Token), new(PasswordUser, AdminRoles.Admin, "link"));
        }
        else
        {
            _password = new(Hash(settings.Password), new(PasswordUser, AdminRoles.Admin, "password:" + Stamp(settings.Password)));
        }
    }

    /// <summary>The token of this run's login link; null when there is a password.</summary>
    public string? Token { get; }

    public AdminIdentity? ByApiKey(string key) => Match(key, _keys);

    /// <summary>What a person may type into the login form.</summary>
    public AdminIdentity? ByPasswordOrKey(string secret) => Match(secret, _password is null ? _keys : [_password, .. _keys]);

    public AdminIdentity? ByToken(string token) => _token is null ? null : Match(token, [_token]);

    /// <summary>
    /// Whoever a session's credential belongs to now; null when it is no longer valid.
    /// A session opened by link outlives the run that printed the link, until a password is set.
    /// </summary>
    public AdminIdentity? ByStamp(string credential) =>
        new[] { _password, _token }.Concat(_keys).FirstOrDefault(entry => entry?.Identity.Credential == credential)?.Identity;

    private static AdminIdentity? Match(string secret, IEnumerable<Entry> entries)
    {
        var hash = Hash(secret);
        AdminIdentity? found = null;
        foreach (var entry in entries)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, entry.Hash) ? entry.Identity : found;
        }

        return found;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Stamp(string secret) => Convert.ToHexStringLower(Hash("stamp:" + secret).AsSpan(0, 12));

    private sealed record Entry(byte[] Hash, AdminIdentity Identity);
}
