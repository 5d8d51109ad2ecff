using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Capture;

/// <summary>
/// Names API keys without keeping them: the first 16 hex digits of HMAC-SHA256 under a secret of this installation.
/// The secret makes the names useless for checking guessed keys elsewhere. Thread-safe.
/// </summary>
public sealed class ApiKeyHasher : IDisposable
{
    private const int SecretBytes = 32;
    private const int MostKnown = 10_000;
    private const int LongestOnStack = 512;

    /// <summary>Set up once: preparing the secret costs several times as much as hashing a key with it.</summary>
    private readonly IncrementalHash _hmac;
    private readonly Lock _gate = new();

    /// <summary>
    /// Names given before, by a fingerprint of the key: few keys make many calls. The fingerprint is fast, not strong, but its seed is secret too,
    /// so nobody can make a key that passes for one he does not know.
    /// </summary>
    private readonly Dictionary<UInt128, ApiKeyName> _known = [];
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <param name="key">The installation's secret; whoever has it and the calls can check guesses of keys.</param>
    public ApiKeyHasher(byte[] key) => _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>Why the secret will not outlive this process; null when it is on disk.</summary>
    public string? EphemeralBecause { get; private init; }

    /// <summary>The secret in <paramref name="path"/>, which is made (readable by its owner alone) when it is not there.</summary>
    /// <remarks>Never throws for a disk that refuses: a new secret then lives as long as the process, and <see cref="EphemeralBecause"/> says why.</remarks>
    public static ApiKeyHasher LoadOrCreate(string path)
    {
        try
        {
            return new(File.Exists(path) ? Load(path) : Create(path));
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new(RandomNumberGenerator.GetBytes(SecretBytes))
            {
                EphemeralBecause = $"the secret for API key ids cannot be kept in '{path}' ({refusal.Message}): ids of API keys change with every start",
            };
        }
    }

    /// <summary>The same for the same key in one installation.</summary>
    public ApiKeyName Name(string apiKey)
    {
        var length = Encoding.UTF8.GetMaxByteCount(apiKey.Length);
        Span<byte> key = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[length];
        key = key[..Encoding.UTF8.GetBytes(apiKey, key)];
        var fingerprint = XxHash128.HashToUInt128(key, _seed);
        lock (_gate)
        {
            if (_known.TryGetValue(fingerprint, out var known))
                return known;
            // Starting over is simpler than eviction, and costs one hash per key that is still in use.
            if (_known.Count == MostKnown)
                _known.Clear();
            return _known[fingerprint] = new(ClientKey.Label(apiKey), Compute(key));
        }
    }

    public void Dispose() => _hmac.Dispose();

    private string Compute(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _hmac.AppendData(key);
        _hmac.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash[..8]);
    }

    private static byte[] Load(string path)
    {
        var secret = File.ReadAllBytes(path);
        return secret.Length == SecretBytes ? secret : throw new InvalidDataException($"it holds {secret.Length} bytes, not {SecretBytes}; delete it to have a new one made");
    }

    private static byte[] Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(secret);
        return secret;
    }
}

/// <summary>What is kept of an API key.</summary>
/// <param name="Label">For people: a recognisable prefix and the last four characters; null for a key too short to show any of it.</param>
/// <param name="Id">For machines: 16 lower-case hex digits of its keyed hash.</param>
public sealed record ApiKeyName(string? Label, string Id);
