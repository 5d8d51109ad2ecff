using System.Threading.Channels;

namespace Gateway.Capture;

/// <summary>Takes calls that have ended from the request path to the pump. Bounded and never waits: when it is full, the call's metering is given up and counted.</summary>
internal sealed class CallChannel(CaptureHealth health, int capacity = CallChannel.Capacity)
{
    public const int Capacity = 64 * 1024;

    // "Wait" is what lets TryWrite say that it is full; nobody ever waits.
    private readonly Channel<CallCapture> _calls = Channel.CreateBounded<CallCapture>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public ChannelReader<CallCapture> Reader => _calls.Reader;

    public bool TryAdd(CallCapture call)
    {
        if (_calls.Writer.TryWrite(call))
            return true;
        health.Dropped(DropReasons.ChannelFull);
        return false;
    }

    /// <summary>No call comes after this one.</summary>
    public void Complete() => _calls.Writer.TryComplete();
}
