using System.Buffers.Binary;

namespace Gateway.Dialects.Framing;

/// <summary>The headers of a frame that say what it is; the others are run over. Malformed headers end the reading of headers, not of the stream.</summary>
internal readonly ref struct EventStreamHeaders
{
    private const int StringType = 7;

    public ReadOnlySpan<byte> EventType { get; private init; }

    /// <summary><c>:exception-type</c> of an exception frame or <c>:error-code</c> of an error frame.</summary>
    public ReadOnlySpan<byte> ErrorType { get; private init; }

    public bool IsError { get; private init; }

    public static EventStreamHeaders Read(ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> eventType = default, errorType = default, messageType = default;
        while (TryNext(ref headers, out var name, out var value))
        {
            if (name.SequenceEqual(":event-type"u8))
            {
                eventType = value;
            }
            else if (name.SequenceEqual(":exception-type"u8) || name.SequenceEqual(":error-code"u8))
            {
                errorType = value;
            }
            else if (name.SequenceEqual(":message-type"u8))
            {
                messageType = value;
            }
        }

        var isError = messageType.SequenceEqual("exception"u8) || messageType.SequenceEqual("error"u8);
        return new() { EventType = eventType, ErrorType = errorType, IsError = isError };
    }

    private static bool TryNext(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (rest.IsEmpty || rest.Length < rest[0] + 2)
        {
            return false;
        }

        name = rest.Slice(1, rest[0]);
        var type = rest[rest[0] + 1];
        rest = rest[(rest[0] + 2)..];
        var length = ValueLength(type, ref rest);
        if (length < 0 || length > rest.Length)
        {
            return false;
        }

        value = type == StringType ? rest[..length] : default;
        rest = rest[length..];
        return true;
    }

    private static int ValueLength(byte type, scoped ref ReadOnlySpan<byte> rest)
    {
        switch (type)
        {
            case 0 or 1: // true, false
                return 0;
            case 2: // byte
                return 1;
            case 3: // short
                return 2;
            case 4: // int
                return 4;
            case 5 or 8: // long, timestamp
                return 8;
            case 9: // uuid
                return 16;
            case 6 or StringType when rest.Length >= 2: // bytes and strings say their length
                var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
                rest = rest[2..];
                return length;
            default:
                return -1;
        }
    }
}
