using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Backtesting;

/// <summary>
/// One alert on history and the messages that it would have owed, by the decisions that the gateway takes. What silences and quiet hours hold
/// back is decided again when they are over, as <see cref="HeldRelease"/> does it. Not thread-safe.
/// </summary>
internal sealed class PastAlert(RuleDefinition rule, Alert alert, QuietRange range, MessageTally tally) : INotificationFacts
{
    private readonly NotificationPolicy _policy = range.Policy.Trying(rule);
    private readonly List<OpeningChannel> _openings = [];
    private readonly List<Held> _held = [];
    private Alert _alert = alert;

    /// <summary>Messages that left, to all channels.</summary>
    public long Sent { get; private set; }

    /// <summary>Some messages are held back and may still leave.</summary>
    public bool IsWaiting => _held.Count > 0;

    public RouteVersion? Routes => range.Routes;

    /// <summary>All of the range: each knows when it is on.</summary>
    public IReadOnlyList<Silence> SilencesAt(DateTimeOffset now) => range.Silences;

    public IReadOnlyList<OpeningChannel> OpeningOf(string alertId) => _openings;

    /// <param name="what">An opening or a repeat.</param>
    /// <param name="at">The tick.</param>
    public void Announce(NotificationEvent what, DateTimeOffset at)
    {
        Release(at);
        foreach (var message in _policy.Announce(rule, _alert, what, this, at).ToList())
        {
            if (what == NotificationEvent.Opened)
            {
                _openings.Add(new(message.ChannelId, IsTold: false));
            }

            Settle(message.ChannelId, what, message.Decision, null);
        }
    }

    /// <summary>It is over: whoever heard of it hears of that, and what was held back of it is not sent any more.</summary>
    public void Resolve(DateTimeOffset at)
    {
        Release(at);
        End();
        _alert = _alert with { Status = AlertStatus.Resolved };
        foreach (var message in _policy.FollowUp(_alert, NotificationEvent.Resolved, this, at).ToList())
        {
            Settle(message.ChannelId, NotificationEvent.Resolved, message.Decision, null);
        }
    }

    /// <summary>Decides again about all that is due.</summary>
    public void Release(DateTimeOffset now)
    {
        while (_held.Where(held => held.Until <= now).MinBy(held => held.Until) is { } due)
        {
            _held.Remove(due);
            var isTold = _openings.Exists(opening => opening.Id == due.ChannelId && opening.IsTold);
            Settle(due.ChannelId, due.What, _policy.Decide(_alert, new(due.ChannelId, isTold), due.What, this, due.Until), due.Reason);
        }
    }

    /// <summary>What is held back stays so.</summary>
    public void End()
    {
        foreach (var held in _held)
        {
            tally.Keep(held.ChannelId, held.Reason);
        }

        _held.Clear();
    }

    /// <param name="channelId">The channel.</param>
    /// <param name="what">What there is to tell.</param>
    /// <param name="decision">Whether it is told.</param>
    /// <param name="heldFor">Why it was held back before; null for a new message.</param>
    private void Settle(string channelId, NotificationEvent what, NotificationDecision decision, string? heldFor)
    {
        if (decision.Send)
        {
            Sent++;
            tally.Send(channelId);
            MarkTold(channelId, what);
        }
        else if (decision.HeldUntil is { } until)
        {
            _held.Add(new(channelId, what, until, heldFor ?? decision.Reason!));
        }
        else if (heldFor is not null || what != NotificationEvent.Resolved)
        {
            // An end that nobody wants to hear of is no message that was kept back.
            tally.Keep(channelId, heldFor ?? decision.Reason!);
        }
    }

    private void MarkTold(string channelId, NotificationEvent what)
    {
        if (what != NotificationEvent.Resolved && _openings.FindIndex(opening => opening.Id == channelId) is >= 0 and var index)
        {
            _openings[index] = new(channelId, IsTold: true);
        }
    }

    private sealed record Held(string ChannelId, NotificationEvent What, DateTimeOffset Until, string Reason);
}
