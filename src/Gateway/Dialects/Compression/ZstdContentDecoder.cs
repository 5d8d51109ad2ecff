using Gateway.Dialects.Framing;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Gateway.Dialects.Compression;

internal sealed class ZstdContentDecoder : ContentDecoder
{
    // RFC 9659: content coded for HTTP needs no window larger than 8 MB, so none is given more.
    private const int MaxWindowLog = 23;

    private readonly Decompressor _decoder = new();

    public ZstdContentDecoder(IByteReader next)
        : base(next) => _decoder.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        int written, consumed;
        do
        {
            Decode(bytes, out consumed, out written);
            if (written > 0)
            {
                Emit(written);
            }

            bytes = bytes[consumed..];
        }
        while (!bytes.IsEmpty || written == Buffer.Length);
    }

    protected override void Release() => _decoder.Dispose();

    private void Decode(ReadOnlySpan<byte> bytes, out int consumed, out int written)
    {
        try
        {
            _decoder.UnwrapStream(bytes, Buffer, out consumed, out written);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException("Malformed zstd data.", e);
        }

        if (consumed == 0 && written == 0 && !bytes.IsEmpty)
        {
            throw new InvalidDataException("The zstd decoder makes no progress.");
        }
    }
}
