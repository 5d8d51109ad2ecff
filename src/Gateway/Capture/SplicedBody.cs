namespace Gateway.Capture;

/// <summary>A body with one edit at a known offset; every other byte passes in place and order.</summary>
internal sealed class SplicedBody(Stream body, BodyEdit edit) : ReadThroughStream(body)
{
    private long _before = edit.At;
    private long _remove = edit.Remove;
    private ReadOnlyMemory<byte> _insert = edit.Insert;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_before > 0)
        {
            var read = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _before)], cancellationToken);
            _before -= read;
            return read;
        }

        if (_insert.Length > 0)
        {
            var part = Math.Min(_insert.Length, buffer.Length);
            _insert[..part].CopyTo(buffer);
            _insert = _insert[part..];
            return part;
        }

        while (_remove > 0 && buffer.Length > 0)
        {
            var skipped = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _remove)], cancellationToken);
            if (skipped == 0)
                return 0;
            _remove -= skipped;
        }

        return await Inner.ReadAsync(buffer, cancellationToken);
    }
}
