namespace Gateway.Capture;

/// <summary>The client's body on its way to the provider: passed on as it comes, and scanned.</summary>
/// <param name="body">The body as the server gives it.</param>
/// <param name="scan">Sees every byte once.</param>
/// <param name="scanned">Bytes at the start that the scan has already seen while the body was peeked at.</param>
internal sealed class RequestBodyTee(Stream body, RequestScan scan, long scanned) : ReadThroughStream(body)
{
    private long _scanned = scanned;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Scan(buffer.Span, read.Result)) : AwaitAsync(read, buffer);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        var read = await reading;
        return Scan(buffer.Span, read);
    }

    private int Scan(Span<byte> buffer, int read)
    {
        var known = (int)Math.Min(_scanned, read);
        _scanned -= known;
        if (read > known)
            scan.Read(buffer[known..read]);
        return read;
    }
}
