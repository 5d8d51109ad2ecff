using System.Buffers;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>A call's id as stored: 16 bytes for a GUID in lower-case "N" format, which ours are, and text for any other.</summary>
internal static class CallIdCode
{
    private const int HexLength = 32;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private static readonly SearchValues<char> AnyHex = SearchValues.Create("0123456789abcdefABCDEF");

    public static object Encode(string id) => IsLowerHex(id) ? Convert.FromHexString(id) : id;

    public static string Decode(object stored) => stored is byte[] bytes ? Convert.ToHexStringLower(bytes) : (string)stored;

    /// <summary>Whether an id of ours can hold this text; case does not matter.</summary>
    public static bool MayBePart(string text) => text.Length <= HexLength && !text.AsSpan().ContainsAnyExcept(AnyHex);

    private static bool IsLowerHex(string id) => id.Length == HexLength && !id.AsSpan().ContainsAnyExcept(LowerHex);
}
