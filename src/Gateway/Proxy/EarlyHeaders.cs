using Gateway.Capture;

namespace Gateway.Proxy;

/// <summary>
/// The proxy sends headers with the first body byte; an event stream's must not wait for a model that thinks. They go out as soon as the answer
/// makes the proxy wait: bytes that are already there take them along, which saves a packet.
/// Starting the response does not send headers, flushing does.
/// </summary>
internal sealed class EarlyHeaders(Stream answer, HttpResponse response) : ReadThroughStream(answer)
{
    private bool _sent;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Inner.ReadAsync(buffer, cancellationToken);
        if (_sent)
            return read;
        if (!read.IsCompleted)
            return SendAsync(read);
        // A read of nothing may complete although nothing is there yet.
        _sent = buffer.Length > 0;
        return read;
    }

    private async ValueTask<int> SendAsync(ValueTask<int> reading)
    {
        _sent = true;
        // Without the token: a client that leaves now is the copy's business, and an exception here would look like the provider's fault.
        await response.Body.FlushAsync(CancellationToken.None);
        return await reading;
    }
}
