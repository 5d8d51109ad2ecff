using System.Buffers;

namespace Gateway.Dialects.Framing;

/// <summary>A stream written as one JSON array whose elements arrive one by one, as Gemini does without <c>alt=sse</c>.</summary>
internal sealed class JsonArrayStreamReader(IEventSink sink) : IFraming
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private readonly ByteBuffer _carry = new(FramingLimits.MaxEvent);
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _ended;

    public bool IsStream => true;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        var elementStart = _depth > 1 ? 0 : -1;
        var at = 0;
        while (at < bytes.Length && !_ended)
        {
            at = _inString ? SkipString(bytes, at) : Step(bytes, at, ref elementStart);
        }

        if (elementStart >= 0 && !_ended)
        {
            _carry.Append(bytes[elementStart..]);
        }
    }

    public void Finish(bool complete)
    {
        // An element without its end is none.
    }

    private int SkipString(ReadOnlySpan<byte> bytes, int at)
    {
        if (_escaped)
        {
            _escaped = false;
            return at + 1;
        }

        var hit = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
        if (hit < 0)
        {
            return bytes.Length;
        }

        _escaped = bytes[at + hit] == '\\';
        _inString = _escaped;
        return at + hit + 1;
    }

    private int Step(ReadOnlySpan<byte> bytes, int at, ref int elementStart)
    {
        var hit = bytes[at..].IndexOfAny(Structure);
        if (hit < 0)
        {
            return bytes.Length;
        }

        at += hit;
        switch (bytes[at])
        {
            case (byte)'"':
                _inString = true;
                break;
            case (byte)'{' or (byte)'[':
                elementStart = _depth++ == 1 ? at : elementStart;
                break;
            default:
                Close(bytes, at + 1, ref elementStart);
                break;
        }

        return at + 1;
    }

    private void Close(ReadOnlySpan<byte> bytes, int end, ref int elementStart)
    {
        _depth--;
        _ended = _depth <= 0;
        if (_depth == 1)
        {
            Deliver(bytes[elementStart..end]);
            elementStart = -1;
        }
    }

    private void Deliver(ReadOnlySpan<byte> rest)
    {
        if (_carry.Length == 0 && !_carry.Overflowed && rest.Length <= FramingLimits.MaxEvent)
        {
            sink.OnEvent(default, rest);
            return;
        }

        _carry.Append(rest);
        if (!_carry.Overflowed)
        {
            sink.OnEvent(default, _carry.Written);
        }

        _carry.Truncate(0);
    }
}
