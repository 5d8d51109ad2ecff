using Gateway.Alerting.Calls;

namespace Gateway.Capture;

/// <summary>
/// The one reader of finished calls: completes each, publishes it to the rules at once, and hands it to the writer.
/// A call that cannot be finished, or a subscriber that throws, costs that call and is counted; the pump goes on.
/// </summary>
internal sealed class CallPump(CallChannel channel, CallFinisher finisher, CallFeed feed, CallWriter writer, CaptureHealth health) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The server has stopped, so what is in the channel now is all there will be.
        channel.Complete();
        if (ExecuteTask is { } pumping)
            await pumping.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await writer.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Start();
        // Ends when the channel is completed, not with the token: a shutdown finishes what has been captured.
        await foreach (var captured in channel.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (Finish(captured) is { } call)
            {
                writer.Add(call);
                Publish(call);
            }
        }
    }

    private LlmCall? Finish(CapturedCall captured)
    {
        try
        {
            return finisher.Finish(captured);
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
