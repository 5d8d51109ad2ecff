namespace Gateway.Capture;

/// <summary>
/// A forward-only stream over another. The proxy asks for zero bytes before every real read, to wait without holding a buffer:
/// such a read must be passed on, and its 0 is not the end.
/// </summary>
internal abstract class ReadThroughStream(Stream inner) : ForwardOnlyStream
{
    public override bool CanRead => true;

    protected Stream Inner { get; } = inner;

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        await base.DisposeAsync();
    }
}
