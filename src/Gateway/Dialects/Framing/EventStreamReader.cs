using System.Buffers.Binary;
using System.IO.Hashing;

namespace Gateway.Dialects.Framing;

/// <summary>
/// AWS <c>application/vnd.amazon.eventstream</c>: binary frames of total length, header length, checksum, headers, payload, checksum.
/// The prelude's checksum is verified, because a wrong length would make everything after it nonsense; the message's is left to TLS.
/// </summary>
internal sealed class EventStreamReader(IEventSink sink) : IFraming
{
    private const int Prelude = 12;
    private const int Trailer = 4;

    private readonly ByteBuffer _frame = new(FramingLimits.MaxEvent);
    private long _skip;

    public bool IsStream => true;

    /// <exception cref="InvalidDataException">The bytes are no event stream.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _skip > 0 ? Skip(bytes) : ReadFrame(bytes);
        }
    }

    public void Finish(bool complete)
    {
        // A frame without its end is none.
    }

    private ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        var skipped = (int)Math.Min(_skip, bytes.Length);
        _skip -= skipped;
        return bytes[skipped..];
    }

    private ReadOnlySpan<byte> ReadFrame(ReadOnlySpan<byte> bytes)
    {
        if (_frame.Length == 0 && bytes.Length >= Prelude && LengthOf(bytes) is var whole && whole <= bytes.Length && whole <= FramingLimits.MaxEvent)
        {
            Deliver(bytes[..whole]);
            return bytes[whole..];
        }

        bytes = Gather(bytes, Prelude);
        if (_frame.Length < Prelude)
        {
            return bytes;
        }

        var length = LengthOf(_frame.Written);
        if (length > FramingLimits.MaxEvent)
        {
            _skip = length - _frame.Length;
            _frame.Truncate(0);
            return bytes;
        }

        bytes = Gather(bytes, length);
        if (_frame.Length == length)
        {
            Deliver(_frame.Written);
            _frame.Truncate(0);
        }

        return bytes;
    }

    private ReadOnlySpan<byte> Gather(ReadOnlySpan<byte> bytes, int upTo)
    {
        var taken = Math.Min(Math.Max(upTo - _frame.Length, 0), bytes.Length);
        _frame.Append(bytes[..taken]);
        return bytes[taken..];
    }

    private static int LengthOf(ReadOnlySpan<byte> prelude)
    {
        var total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(prelude[4..]);
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(prelude[8..]);
        var plausible = total <= int.MaxValue && total >= Prelude + Trailer && headers <= total - Prelude - Trailer;
        if (!plausible || Crc32.HashToUInt32(prelude[..8]) != checksum)
        {
            throw new InvalidDataException("Not an AWS event stream: a frame's prelude does not match its checksum.");
        }

        return (int)total;
    }

    private void Deliver(ReadOnlySpan<byte> frame)
    {
        var headersLength = (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        var headers = EventStreamHeaders.Read(frame.Slice(Prelude, headersLength));
        var payload = frame[(Prelude + headersLength)..^Trailer];
        if (headers.IsError)
        {
            sink.OnError(headers.ErrorType, payload);
        }
        else
        {
            sink.OnEvent(headers.EventType, payload);
        }
    }
}
