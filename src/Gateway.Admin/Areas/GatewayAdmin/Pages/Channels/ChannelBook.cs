using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Delivery.Setup;
using Gateway.Alerting.Storage;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>Channels with how they are doing: what the pages and the API show.</summary>
internal sealed class ChannelBook(ChannelDirectory channels, ChannelGates gates, IChannelRecord record, ChannelUses uses)
{
    /// <returns>The built-in ones first, then by name.</returns>
    public async Task<IReadOnlyList<ChannelView>> ListAsync(CancellationToken cancellationToken)
    {
        var used = await uses.FindAsync(cancellationToken);
        return [.. channels.All.Select(entry => View(entry, used))];
    }

    public async Task<ChannelView?> FindAsync(string id, CancellationToken cancellationToken) =>
        channels.FindEntry(id) is { } entry ? View(entry, await uses.FindAsync(cancellationToken)) : null;

    private ChannelView View(ChannelEntry entry, IReadOnlyDictionary<string, ChannelUse> used) =>
        new(entry, gates.ConditionOf(entry.Id), record.PastOf(entry.Id), used.GetValueOrDefault(entry.Id, ChannelUse.None));
}

/// <summary>One channel with how it is doing.</summary>
/// <param name="Entry">The channel.</param>
/// <param name="Gate">How it stands; null when nothing was sent to it since the start, or since it was changed.</param>
/// <param name="Past">How messages went last.</param>
/// <param name="Use">What names it.</param>
internal sealed record ChannelView(ChannelEntry Entry, ChannelCondition? Gate, ChannelPast Past, ChannelUse Use)
{
    public NotificationChannel Channel => Entry.Channel;

    /// <summary>The first thing that keeps messages from it.</summary>
    public ChannelState State => this switch
    {
        { Channel.Config: null } => ChannelState.NotConfigured,
        { Channel.IsEnabled: false } => ChannelState.Off,
        { Gate.Gone: not null } => ChannelState.Gone,
        { Gate.ClosedUntil: not null } => ChannelState.Waiting,
        { Gate.Failures: > 0 } => ChannelState.Failing,
        _ => ChannelState.Ok,
    };

    /// <summary>Whether nothing has arrived since something did not: a message that was refused, or a test.</summary>
    public bool LastDidNotArrive => Past.LastError is { } error && !(Past.LastSuccess >= error.At);

    /// <summary>What is the matter, in words; null when nothing is.</summary>
    public string? Problem => State switch
    {
        ChannelState.NotConfigured => Channel.WhyNotConfigured,
        ChannelState.Off => NotificationDecision.SwitchedOff,
        ChannelState.Gone => Gate!.Gone,
        ChannelState.Waiting => "messages wait, for it failed several times or asked to be left alone",
        ChannelState.Failing => "the last message or test did not arrive; messages are tried again, tests are not",
        _ => null,
    };
}

/// <summary>How a channel is doing.</summary>
internal enum ChannelState
{
    Ok,
    NotConfigured,
    Off,

    /// <summary>The receiver is gone for good; saving the channel begins anew.</summary>
    Gone,
    Waiting,
    Failing,
}
