using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>
/// Sends a test message by the very sender and in the very form of real alerts, at once and once: not through the outbox, so nobody waits behind
/// others and nothing is tried again, but within limits. A test of a channel is kept among its deliveries; each test stands in the audit.
/// </summary>
public sealed class ChannelTrial(IEnumerable<IChannelSender> senders, ChannelForms forms, ChannelGates gates, IChannelRecord record, TimeProvider time)
{
    /// <summary>No channel has this id.</summary>
    private const string Draft = "";

    private readonly TrialTurns _turns = new(time);
    private readonly Dictionary<string, IChannelSender> _senders = senders.ToDictionary(sender => sender.Type, StringComparer.Ordinal);

    /// <summary>Tests a channel, also one that is switched off. What comes of it counts for its gate: a test that arrives is a probe that did.</summary>
    public Task<ChannelTrialAnswer> RunAsync(ChannelEntry entry, string by, CancellationToken cancellationToken) =>
        InTurnAsync(entry.Id, () => TestAsync(entry, by, cancellationToken));

    /// <summary>Tests what is not saved; all of these are one channel to the limits.</summary>
    /// <param name="json"><c>{ "type", "config" }</c>.</param>
    /// <param name="by">Who does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ChannelTrialAnswer> RunAsync(string json, string by, CancellationToken cancellationToken) => InTurnAsync(Draft, async () =>
    {
        var form = await forms.ReadAsync("test", ChannelDraft.Parse(json), null, cancellationToken);
        if (form.Mistakes.Count > 0)
        {
            return new() { Mistakes = form.Mistakes };
        }

        var (result, attempt) = await SendAsync(form.Channel, cancellationToken);
        await record.AddDraftTestAsync(form.Channel.Type, attempt, by, CancellationToken.None);
        return new() { Result = result };
    });

    private async Task<ChannelTrialAnswer> InTurnAsync(string channel, Func<Task<ChannelTrialAnswer>> test)
    {
        if (_turns.Begin(channel) is { } refusal)
        {
            return new() { Refusal = refusal };
        }

        try
        {
            return await test();
        }
        finally
        {
            _turns.End(channel);
        }
    }

    private async Task<ChannelTrialAnswer> TestAsync(ChannelEntry entry, string by, CancellationToken cancellationToken)
    {
        var gate = gates.Of(entry.Channel);
        if (entry.Channel.Config is not null && gate.TakeTest(time.GetUtcNow()) is var wait && wait > TimeSpan.Zero)
        {
            return new() { Refusal = new($"The channel takes {entry.Channel.RateLimitPerMinute} messages a minute, and has just sent some.", wait) };
        }

        var (result, attempt) = await SendAsync(entry.Channel, cancellationToken);
        if (attempt.Outcome.Result != DeliveryResult.NotConfigured)
        {
            gate.Note(attempt.Outcome, time.GetUtcNow());
        }

        // It has been sent: that is kept even if nobody waits for the answer any more.
        await record.AddTestAsync(result.Test, attempt, by, CancellationToken.None);
        return new() { Result = result };
    }

    private async Task<(ChannelTrialResult Result, DeliveryAttempt Attempt)> SendAsync(NotificationChannel channel, CancellationToken cancellationToken)
    {
        var (at, begun, sender) = (time.GetUtcNow(), time.GetTimestamp(), _senders[channel.Type]);
        var test = new Delivery("msg_" + Guid.CreateVersion7(at).ToString("N"), null, channel.Id, MessageTypes.Test, AlertMessage.WriteTest(at), 0);
        var tested = channel with { IsEnabled = true };
        var outcome = await sender.SendAsync(test, tested, cancellationToken);
        var attempt = new DeliveryAttempt(at, time.GetElapsedTime(begun), outcome with { Error = channel.Redact(outcome.Error) });
        return (new(test, attempt.Outcome, attempt.Duration, channel.Redact(sender.Render(test, tested))), attempt);
    }
}

/// <summary>What came of asking for a test: one of the three.</summary>
public sealed record ChannelTrialAnswer
{
    public ChannelTrialResult? Result { get; init; }

    /// <summary>What is wrong with a channel that is not saved; nothing was sent then.</summary>
    public IReadOnlyList<ChannelMistake> Mistakes { get; init; } = [];

    /// <summary>Too many tests; nothing was sent.</summary>
    public TrialRefusal? Refusal { get; init; }
}

/// <summary>How a test went.</summary>
/// <param name="Test">The message.</param>
/// <param name="Outcome">What the receiver made of it, without secrets.</param>
/// <param name="Duration">How long that took.</param>
/// <param name="Rendered">The message as it was sent, secrets masked; null when the channel is not configured.</param>
public sealed record ChannelTrialResult(Delivery Test, DeliveryOutcome Outcome, TimeSpan Duration, string? Rendered)
{
    public bool IsSuccess => Outcome.Result == DeliveryResult.Delivered;
}
