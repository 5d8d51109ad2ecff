using System.IO.Compression;
using Gateway.Dialects.Framing;

namespace Gateway.Dialects.Compression;

internal enum InflateFormat
{
    Gzip,

    /// <summary>HTTP's <c>deflate</c> means zlib, but some servers send it raw: the first two bytes tell.</summary>
    ZlibOrRaw,
}

/// <summary>gzip and deflate. The framework's streams resume after a read that found nothing, which makes them push-fed.</summary>
internal sealed class InflateDecoder(InflateFormat format, IByteReader next) : ContentDecoder(next)
{
    private readonly PushedStream _source = new();
    private Stream? _inflater;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        _source.Push(bytes);
        _inflater ??= Open();
        if (_inflater is null)
        {
            return;
        }

        while (Inflate(_inflater) is > 0 and var length)
        {
            Emit(length);
        }
    }

    protected override void Release() => _inflater?.Dispose();

    private int Inflate(Stream inflater)
    {
        try
        {
            return inflater.Read(Buffer);
        }
        catch (IOException e)
        {
            // The source is memory, so this is zlib refusing what it cannot do at all, such as a preset dictionary.
            throw new InvalidDataException("Data that zlib cannot inflate.", e);
        }
    }

    private Stream? Open()
    {
        if (format == InflateFormat.Gzip)
        {
            return new GZipStream(_source, CompressionMode.Decompress);
        }

        if (_source.Pending.Length < 2)
        {
            return null;
        }

        return CodingStart.IsZlib(_source.Pending)
            ? new ZLibStream(_source, CompressionMode.Decompress)
            : new DeflateStream(_source, CompressionMode.Decompress);
    }
}
