using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gateway.Proxy;

/// <summary>
/// A connection to a provider that is read in large blocks. The HTTP client asks its connection for 4 KB at a time, a system call and more for each,
/// and a provider nearby sends streams in bursts. A block is taken only once bytes are there: the proxy waits for them with a read of nothing first,
/// so connections that wait hold none. One reader and one writer at a time, as of any connection.
/// </summary>
internal sealed class ReadAheadStream(Stream connection) : ForwardOnlyStream
{
    public const int BlockSize = 32 * 1024;

    private byte[]? _block;
    private int _from;
    private int _to;
    private bool _isThere;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>An encrypted connection is read in blocks already: whole TLS records.</summary>
    public static Stream IfPlain(HttpRequestMessage first, Stream connection) =>
        first.RequestUri?.Scheme == Uri.UriSchemeHttp ? new ReadAheadStream(connection) : connection;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_block is not null)
            return new(Take(buffer.Span));
        if (buffer.Length == 0)
            return Wait(connection.ReadAsync(buffer, cancellationToken));
        if (!_isThere || buffer.Length >= BlockSize)
            return connection.ReadAsync(buffer, cancellationToken);
        _isThere = false;
        return ReadBlockAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => connection.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();

    public override void Write(byte[] buffer, int offset, int count) => connection.Write(buffer, offset, count);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    private ValueTask<int> Wait(ValueTask<int> waiting)
    {
        if (!waiting.IsCompletedSuccessfully)
            return AwaitAsync(waiting);
        _isThere = true;
        return new(waiting.Result);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> waiting)
    {
        var nothing = await waiting;
        _isThere = true;
        return nothing;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadBlockAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        var read = 0;
        try
        {
            read = await connection.ReadAsync(block.AsMemory(0, BlockSize), cancellationToken);
        }
        finally
        {
            if (read == 0)
                ArrayPool<byte>.Shared.Return(block);
        }

        if (read == 0)
            return 0;
        (_block, _from, _to) = (block, 0, read);
        return Take(buffer.Span);
    }

    private int Take(Span<byte> buffer)
    {
        var taken = Math.Min(_to - _from, buffer.Length);
        _block.AsSpan(_from, taken).CopyTo(buffer);
        _from += taken;
        if (_from == _to)
        {
            ArrayPool<byte>.Shared.Return(_block!);
            _block = null;
        }

        return taken;
    }
}
