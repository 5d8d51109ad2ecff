using System.Net;

namespace Gateway.Proxy;

/// <summary>
/// A request body whose headers wait for its first bytes, so that both leave together. The proxy flushes the headers alone before it begins with the body,
/// which costs each call a packet, a TLS record and a system call at either end.
/// </summary>
internal sealed class JoinedContent : HttpContent
{
    private readonly HttpContent _body;

    public JoinedContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            if (values.Count == 1)
                Headers.TryAddWithoutValidation(name, values.ToString());
            else
                Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(new FirstFlushHeld(stream), context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>What is written goes through; the one flush that comes before it does not.</summary>
    private sealed class FirstFlushHeld(Stream provider) : ForwardOnlyStream
    {
        private bool _written;

        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written = true;
            return provider.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => _written ? provider.FlushAsync(cancellationToken) : Task.CompletedTask;

        public override void Flush() => throw new NotSupportedException();
    }
}
