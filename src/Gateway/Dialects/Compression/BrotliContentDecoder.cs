using System.Buffers;
using System.IO.Compression;
using Gateway.Dialects.Framing;

namespace Gateway.Dialects.Compression;

internal sealed class BrotliContentDecoder(IByteReader next) : ContentDecoder(next)
{
    private BrotliDecoder _decoder;
    private bool _done;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        while (!_done)
        {
            var status = _decoder.Decompress(bytes, Buffer, out var consumed, out var written);
            if (written > 0)
            {
                Emit(written);
            }

            bytes = bytes[consumed..];
            switch (status)
            {
                case OperationStatus.Done:
                    _done = true;
                    break;
                case OperationStatus.NeedMoreData:
                    return;
                case OperationStatus.InvalidData:
                    throw new InvalidDataException("Malformed brotli data.");
            }
        }
    }

    protected override void Release() => _decoder.Dispose();
}
