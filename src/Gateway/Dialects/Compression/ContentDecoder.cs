using System.Buffers;
using Gateway.Dialects.Framing;

namespace Gateway.Dialects.Compression;

/// <summary>
/// Undoes one content coding as the bytes pass and hands the result on. Keeps its state between pieces: nothing is ever decoded twice.
/// Malformed input throws <see cref="InvalidDataException"/>; so does an answer that unpacks beyond <see cref="MaxDecoded"/>.
/// </summary>
internal abstract class ContentDecoder(IByteReader next) : IByteReader, IDisposable
{
    /// <summary>Bytes that one body may unpack to before it is taken for a bomb.</summary>
    public const long MaxDecoded = 512L * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    private byte[]? _buffer;
    private long _decoded;

    public abstract void Read(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// A reader that undoes the codings of a <c>Content-Encoding</c> header, last applied first, and feeds <paramref name="reader"/>.
    /// Without a coding that is the reader itself. Null when a coding is unknown.
    /// </summary>
    public static IByteReader? Wrap(string? contentEncoding, IByteReader reader)
    {
        // Codings are listed in the order they were applied, so the wire meets the last one first.
        foreach (var coding in Codings(contentEncoding))
        {
            if (Create(coding, reader) is not { } decoder)
            {
                return null;
            }

            reader = decoder;
        }

        return reader;
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Release();
        (next as IDisposable)?.Dispose();
    }

    protected Span<byte> Buffer => _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);

    protected abstract void Release();

    protected void Emit(int length)
    {
        _decoded += length;
        if (_decoded > MaxDecoded)
        {
            throw new InvalidDataException($"The body unpacks to more than {MaxDecoded} bytes.");
        }

        next.Read(Buffer[..length]);
    }

    private static string[] Codings(string? contentEncoding) =>
        contentEncoding?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IByteReader? Create(string coding, IByteReader next) => coding.ToLowerInvariant() switch
    {
        "identity" => next,
        "gzip" or "x-gzip" => new InflateDecoder(InflateFormat.Gzip, next),
        "deflate" => new InflateDecoder(InflateFormat.ZlibOrRaw, next),
        "br" => new BrotliContentDecoder(next),
        "zstd" => new ZstdContentDecoder(next),
        _ => null,
    };
}
