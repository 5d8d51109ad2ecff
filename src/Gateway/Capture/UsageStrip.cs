using System.IO.Compression;
using Gateway.Dialects.Compression;
using ZstdSharp;

namespace Gateway.Capture;

/// <summary>The answer without the usage chunk that only the gateway asked for.</summary>
internal sealed class UsageStrip(Stream answer) : ReadThroughStream(answer)
{
    private readonly UsageChunkFilter _filter = new();
    private bool _ended;

    /// <summary>An answer in any other encoding passes with its usage chunk: better one chunk too many than an answer that cannot be decoded.</summary>
    public static bool CanStrip(string? contentEncoding) =>
        contentEncoding?.Trim().ToLowerInvariant() is null or "" or "identity" or "gzip" or "x-gzip" or "br" or "deflate" or "zstd";

    /// <summary>The stripped form of an answer in the given <c>Content-Encoding</c>, in that same encoding, flushed with every read.</summary>
    public static Stream For(Stream answer, string? contentEncoding) => contentEncoding?.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new CodedStrip(answer, CodingStart.IsGzip, coded => new RecodedStream(
            new UsageStrip(new GZipStream(coded, CompressionMode.Decompress)), sink => new GZipStream(sink, CompressionLevel.Fastest, leaveOpen: true))),
        // Has no mark of its own.
        "br" => new RecodedStream(
            new UsageStrip(new BrotliStream(answer, CompressionMode.Decompress)), sink => new BrotliStream(sink, CompressionLevel.Fastest, leaveOpen: true)),
        "deflate" => new CodedStrip(answer, CodingStart.IsZlib, coded => new RecodedStream(
            new UsageStrip(new ZLibStream(coded, CompressionMode.Decompress)), sink => new ZLibStream(sink, CompressionLevel.Fastest, leaveOpen: true))),
        "zstd" => new CodedStrip(answer, CodingStart.IsZstd, coded => new RecodedStream(
            new UsageStrip(new DecompressionStream(coded, leaveOpen: false)), sink => new CompressionStream(sink, level: 1, leaveOpen: true))),
        _ => new UsageStrip(answer),
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return _filter.HasReady || _ended ? 0 : await Inner.ReadAsync(buffer, cancellationToken);

        while (!_filter.HasReady && !_ended)
        {
            var read = await Inner.ReadAsync(buffer, cancellationToken);
            if (read > 0 && _filter.Passes(buffer.Span[..read]))
                return read;
            _ended = read == 0;
            if (_ended)
                _filter.Complete();
            else
                _filter.Push(buffer.Span[..read]);
        }

        return _filter.Take(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _filter.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        _filter.Dispose();
        await base.DisposeAsync();
    }
}

/// <summary>Compresses plain bytes as they are read, flushing after every read so that no event waits for the next.</summary>
internal sealed class RecodedStream : ReadThroughStream
{
    private readonly byte[] _plain = new byte[16 * 1024];
    private readonly MemoryStream _coded = new();
    private readonly Stream _encoder;
    private bool _ended;

    public RecodedStream(Stream plain, Func<Stream, Stream> encoder)
        : base(plain) => _encoder = encoder(_coded);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return 0;

        while (_coded.Position == _coded.Length && !_ended)
        {
            var read = await Inner.ReadAsync(_plain, cancellationToken);
            _coded.SetLength(0);
            await EncodeAsync(read);
            _coded.Position = 0;
        }

        return _coded.Read(buffer.Span);
    }

    private async ValueTask EncodeAsync(int read)
    {
        _ended = read == 0;
        if (_ended)
        {
            await _encoder.DisposeAsync();
            return;
        }

        await _encoder.WriteAsync(_plain.AsMemory(0, read));
        await _encoder.FlushAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _encoder.Dispose();
            _coded.Dispose();
        }

        base.Dispose(disposing);
    }
}
