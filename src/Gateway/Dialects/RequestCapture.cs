using System.Text;

namespace Gateway.Dialects;

/// <summary>One short value of a body, gathered from its pieces. A value longer than the room counts as absent: no model, user or tag is that long.</summary>
internal sealed class RequestCapture
{
    private const int Room = 256;

    private readonly byte[] _bytes = new byte[Room];
    private int _length;

    public string? Text => _length is > 0 and <= Room ? Encoding.UTF8.GetString(_bytes, 0, _length) : null;

    public bool? Flag => _length switch
    {
        4 when _bytes.AsSpan(0, 4).SequenceEqual("true"u8) => true,
        5 when _bytes.AsSpan(0, 5).SequenceEqual("false"u8) => false,
        _ => null,
    };

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (_length + piece.Length > Room)
        {
            _length = Room + 1;
            return;
        }

        piece.CopyTo(_bytes.AsSpan(_length));
        _length += piece.Length;
    }
}
