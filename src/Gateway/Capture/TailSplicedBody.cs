using System.Buffers;

namespace Gateway.Capture;

/// <summary>
/// A body whose end is not known when it is forwarded: only a <c>}</c> that may be its last, and the white space behind it, is held until more comes or the body ends.
/// At the end <c>stream_options</c> goes before that brace, if by then the body turned out to need it.
/// </summary>
/// <param name="body">The body, already scanned when it gets here.</param>
/// <param name="needsUsage">Asked once, at the end; true means that the body was completed and the answer must be stripped.</param>
internal sealed class TailSplicedBody(Stream body, Func<bool> needsUsage) : ReadThroughStream(body)
{
    /// <summary>No honest body ends in more white space than this; one that does is passed as it is.</summary>
    private const int MaxHeld = 1024;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    private byte[] _held = [];
    private ReadOnlyMemory<byte> _rest;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return _rest.Length > 0 || _ended ? 0 : await Inner.ReadAsync(buffer, cancellationToken);

        while (_rest.Length == 0 && !_ended)
        {
            var read = await Inner.ReadAsync(buffer, cancellationToken);
            if (_held.Length == 0 && read > 0 && HoldFrom(buffer.Span[..read]) is var hold && hold > 0)
            {
                _held = buffer[hold..read].ToArray();
                return hold;
            }

            _ended = read == 0;
            _rest = _ended ? End() : Join(buffer.Span[..read]);
        }

        var part = Math.Min(_rest.Length, buffer.Length);
        _rest[..part].CopyTo(buffer);
        _rest = _rest[part..];
        return part;
    }

    private byte[] End() => _held.Length > 0 && needsUsage() ? [.. UsageRequest.Tail.Span, .. _held] : _held;

    private byte[] Join(ReadOnlySpan<byte> more)
    {
        byte[] all = [.. _held, .. more];
        var hold = HoldFrom(all);
        _held = all[hold..];
        return all[..hold];
    }

    /// <summary>Where the part begins that may be the body's end; the length when there is none.</summary>
    private static int HoldFrom(ReadOnlySpan<byte> bytes)
    {
        var last = bytes.LastIndexOfAnyExcept(WhiteSpace);
        return last >= 0 && bytes[last] == '}' && bytes.Length - last <= MaxHeld ? last : bytes.Length;
    }
}
