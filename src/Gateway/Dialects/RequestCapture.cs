using System.Text;
using Gateway.Dialects.Framing;

namespace Gateway.Dialects;

/// <summary>One short value of a body, gathered from its pieces. A value longer than the room counts as absent: no model, user or tag is that long.</summary>
internal sealed class RequestCapture
{
    private const int Room = 256;
    private const int UsualSize = 48;

    private readonly ByteBuffer _value = new(Room, UsualSize);

    public string? Text => _value is { Overflowed: false, Length: > 0 } ? Encoding.UTF8.GetString(_value.Written) : null;

    public bool? Flag => _value.Overflowed ? null
        : _value.Written.SequenceEqual("true"u8) ? true
        : _value.Written.SequenceEqual("false"u8) ? false
        : null;

    public void Clear() => _value.Truncate(0);

    public void Append(ReadOnlySpan<byte> piece) => _value.Append(piece);
}
