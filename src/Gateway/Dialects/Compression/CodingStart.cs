namespace Gateway.Dialects.Compression;

/// <summary>How compressed bytes begin. Brotli's have no mark.</summary>
internal static class CodingStart
{
    /// <summary>RFC 1952.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <summary>RFC 1950: method 8, and the two header bytes are a multiple of 31.</summary>
    public static bool IsZlib(ReadOnlySpan<byte> start) => start is [var method, var flags, ..] && (method & 0x0F) == 8 && ((method << 8) | flags) % 31 == 0;

    /// <summary>RFC 8878.</summary>
    public static bool IsZstd(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);
}
