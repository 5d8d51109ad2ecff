using System.Runtime.CompilerServices;

namespace Gateway.Capture;

/// <summary>The provider's answer, as the proxy copies it: every byte passes unchanged and is shown to the call's meter on the way.</summary>
internal sealed class ResponseTee(Stream answer, AnswerScan scan) : ReadThroughStream(answer)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Inner.ReadAsync(buffer, cancellationToken);
        if (buffer.Length == 0)
            return read;
        return read.IsCompletedSuccessfully ? new(Show(buffer.Span, read.Result)) : AwaitAsync(read, buffer);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        var read = await reading;
        return Show(buffer.Span, read);
    }

    private int Show(Span<byte> buffer, int read)
    {
        if (read == 0)
            scan.End();
        else
            scan.Read(buffer[..read]);
        return read;
    }
}
