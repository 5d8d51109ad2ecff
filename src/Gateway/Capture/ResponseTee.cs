using System.Net;

namespace Gateway.Capture;

/// <summary>
/// The provider's answer, as the proxy copies it: every byte passes unchanged and is shown to the call's meter on the way.
/// Put in place of the answer's content after its headers were copied, so it needs none of its own.
/// </summary>
internal sealed class ResponseTee(HttpContent answer, CallCapture capture, Func<Stream, Stream>? strip) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        var tee = new TeeStream(await answer.ReadAsStreamAsync(cancellationToken), capture);
        return strip is null ? tee : strip(tee);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => answer.CopyToAsync(stream, context);

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            answer.Dispose();
        base.Dispose(disposing);
    }

    private sealed class TeeStream(Stream answer, CallCapture capture) : ReadThroughStream(answer)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Inner.ReadAsync(buffer, cancellationToken);
            if (buffer.Length == 0)
                return read;
            return read.IsCompletedSuccessfully ? new(Show(buffer.Span, read.Result)) : AwaitAsync(read, buffer);
        }

        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
        private async ValueTask<int> AwaitAsync(ValueTask<int> reading, Memory<byte> buffer)
        {
            var read = await reading;
            return Show(buffer.Span, read);
        }

        private int Show(Span<byte> buffer, int read)
        {
            if (read == 0)
                capture.AnswerEnded();
            else
                capture.AnswerPassed(buffer[..read]);
            return read;
        }
    }
}
