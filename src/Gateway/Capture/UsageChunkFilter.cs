using System.Buffers;

namespace Gateway.Capture;

/// <summary>
/// Takes the chunk that only carries usage out of an OpenAI-style event stream: <c>"choices":[]</c> together with a <c>usage</c> object.
/// Everything else passes byte for byte, also the first chunk of Azure (no choices, no usage) and last chunks with choices and usage.
/// Holds at most one incomplete event, and lets one that is too long to be a usage chunk go.
/// </summary>
internal sealed class UsageChunkFilter : IDisposable
{
    /// <summary>A usage chunk is a few hundred bytes.</summary>
    private const int LongestUsageChunk = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _ready;
    private int _end;
    private bool _passing;

    /// <summary>Bytes can be taken.</summary>
    public bool HasReady => _ready > _start;

    /// <summary>True when this piece may go to the client as it is: nothing is held, it ends with an event, and no event in it can be a usage chunk.</summary>
    public bool Passes(ReadOnlySpan<byte> piece) =>
        _start == _end && !_passing && EndsWithEvent(piece) && !UsageChunk.IsPossibleIn(piece);

    public void Push(ReadOnlySpan<byte> piece)
    {
        Reserve(piece.Length);
        piece.CopyTo(_buffer.AsSpan(_end));
        _end += piece.Length;
        Advance();
    }

    /// <summary>The stream has ended: what is held is an event without its blank line, and goes out unless it is the usage chunk.</summary>
    public void Complete()
    {
        if (!UsageChunk.Is(_buffer.AsSpan(_ready, _end - _ready)))
            _ready = _end;
        else
            _end = _ready;
    }

    public int Take(Span<byte> target)
    {
        var part = Math.Min(target.Length, _ready - _start);
        _buffer.AsSpan(_start, part).CopyTo(target);
        _start += part;
        return part;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _ready, _end) = ([], 0, 0, 0);
    }

    /// <summary>Moves the end of what is ready over every event that is complete.</summary>
    private void Advance()
    {
        while (EventEnd(_buffer.AsSpan(_ready, _end - _ready)) is var length and > 0)
        {
            if (!_passing && UsageChunk.Is(_buffer.AsSpan(_ready, length)))
                Remove(length);
            else
                _ready += length;
            _passing = false;
        }

        if (_passing || _end - _ready > LongestUsageChunk)
        {
            // The last three bytes stay, so that a blank line that is cut in two is still seen.
            _passing = true;
            _ready = Math.Max(_ready, _end - 3);
        }
    }

    private void Remove(int length)
    {
        _buffer.AsSpan(_ready + length, _end - _ready - length).CopyTo(_buffer.AsSpan(_ready));
        _end -= length;
    }

    private void Reserve(int more)
    {
        var held = _end - _start;
        if (_buffer.Length - _end >= more)
            return;
        var target = _buffer.Length - held >= more ? _buffer : ArrayPool<byte>.Shared.Rent(Math.Max(held + more, 4096));
        _buffer.AsSpan(_start, held).CopyTo(target);
        if (target != _buffer && _buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _ready, _end, _start) = (target, _ready - _start, held, 0);
    }

    private static bool EndsWithEvent(ReadOnlySpan<byte> piece) => piece.EndsWith("\n\n"u8) || piece.EndsWith("\n\r\n"u8) || piece.EndsWith("\r\r"u8);

    /// <summary>Length of the first event with its blank line; 0 when it is not complete. Line ends are LF, CRLF or CR.</summary>
    private static int EventEnd(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (bytes[at..].IndexOfAny((byte)'\n', (byte)'\r') is var found and >= 0)
        {
            at += found;
            var line = LineEnd(bytes[at..]);
            at += line;
            // A CR at the very end may be half of a CRLF: wait for the other half.
            if (at >= bytes.Length || (bytes[at] == '\r' && at + 1 == bytes.Length))
                return 0;
            if (LineEnd(bytes[at..]) is var blank and > 0)
                return at + blank;
        }

        return 0;
    }

    private static int LineEnd(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\r\n"u8) ? 2 : bytes.Length > 0 && bytes[0] is (byte)'\n' or (byte)'\r' ? 1 : 0;
}
