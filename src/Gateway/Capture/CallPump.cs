using Gateway.Alerting.Calls;

namespace Gateway.Capture;

/// <summary>
/// The one reader of calls that have ended: reads and completes each, publishes it to the rules, and hands it to the writer; the first at once, those behind it
/// after at most <see cref="Gathering"/>. A call that cannot be finished, or a subscriber that throws, costs that call and is counted; the pump goes on.
/// </summary>
internal sealed class CallPump(CallChannel channel, CallFinisher finisher, CallFeed feed, CallWriter writer, CaptureHealth health, TimeProvider time) : BackgroundService
{
    /// <summary>How long calls gather: waking a thread for each costs the requests beside it more than all that is done with the call.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stopping = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The server has stopped, so what is in the channel now is all there will be.
        channel.Complete();
        await _stopping.CancelAsync();
        if (ExecuteTask is { } pumping)
            await pumping.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await writer.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Start();
        // Ends when the channel is completed, not with the token: a shutdown finishes what has been captured.
        while (await channel.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (channel.Reader.TryRead(out var captured))
            {
                Take(captured);
            }

            await time.PauseAsync(Gathering, _stopping.Token);
        }
    }

    private void Take(CallCapture captured)
    {
        if (Finish(captured) is { } call)
        {
            writer.Add(call);
            Publish(call);
        }
    }

    private LlmCall? Finish(CallCapture captured)
    {
        try
        {
            var read = captured.Read();
            var (tokens, cost) = finisher.Finish(read);
            return captured.Complete(read, tokens, cost);
        }
        catch (Exception fault)
        {
            health.Fault("pump", fault.GetType().Name);
            health.Dropped(DropReasons.Unfinishable);
            return null;
        }
    }

    private void Publish(LlmCall call)
    {
        try
        {
            feed.Publish(call);
        }
        catch (Exception fault)
        {
            health.Fault("feed", fault.GetType().Name);
        }
    }
}
