namespace Gateway.Dialects.Compression;

/// <summary>A stream that holds what was pushed and reads as empty, not ended, when that is used up.</summary>
internal sealed class PushedStream : ForwardOnlyStream
{
    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    public override bool CanRead => true;

    public void Push(ReadOnlySpan<byte> bytes)
    {
        var pending = Pending.Length;
        if (_bytes.Length < pending + bytes.Length)
        {
            var larger = new byte[pending + bytes.Length];
            Pending.CopyTo(larger);
            _bytes = larger;
        }
        else
        {
            Pending.CopyTo(_bytes);
        }

        bytes.CopyTo(_bytes.AsSpan(pending));
        (_start, _end) = (0, pending + bytes.Length);
    }

    public override int Read(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _end - _start);
        _bytes.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
