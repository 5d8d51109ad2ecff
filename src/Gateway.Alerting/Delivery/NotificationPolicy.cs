using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Delivery;

/// <summary>Who is told of an alert, and who is not and why. Whoever was to hear of its beginning hears of what becomes of it.</summary>
/// <param name="channels">Where messages can go.</param>
/// <param name="routes">For rules that name no channels.</param>
/// <param name="findRule">The rule of an id as it is now, if there is one.</param>
public sealed class NotificationPolicy(ChannelDirectory channels, RouteBook routes, Func<string, RuleDefinition?> findRule)
{
    /// <summary>The same policy with that rule in place of the one in force under its id.</summary>
    public NotificationPolicy Trying(RuleDefinition rule) => new(channels, routes, id => id == rule.Id ? rule : findRule(id));

    /// <summary>The rule's own channels, else those of the routes.</summary>
    public RouteChoice Choose(IReadOnlyList<string>? ownChannels, AlertSubject alert, INotificationFacts facts, DateTimeOffset now) => ownChannels is null
        ? routes.InForce(facts.Routes).Choose(alert, now)
        : new([], [.. ownChannels.Select(ChannelIds.Canonical).Distinct()]);

    /// <summary>One message or one reason for each channel of an alert that is on.</summary>
    /// <param name="rule">Its rule.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="what">An opening or a repeat.</param>
    /// <param name="facts">Of this moment.</param>
    /// <param name="now">This moment.</param>
    public IEnumerable<NewDelivery> Announce(RuleDefinition rule, Alert alert, NotificationEvent what, INotificationFacts facts, DateTimeOffset now) =>
        Choose(rule.Channels, AlertSubject.Of(alert), facts, now).Channels
            .Select(id => new NewDelivery(id, NotificationEvents.TypeOf(what), Decide(alert, new(id, IsTold: false), what, facts, now)));

    /// <summary>One message or one reason for each channel that was to hear of the opening; of an acknowledgement only for those that did hear.</summary>
    public IEnumerable<NewDelivery> FollowUp(Alert alert, NotificationEvent what, INotificationFacts facts, DateTimeOffset now) => facts
        .OpeningOf(alert.Id)
        .Where(opening => opening.IsTold || what == NotificationEvent.Resolved)
        .Select(opening => new NewDelivery(opening.Id, NotificationEvents.TypeOf(what), Decide(alert, opening, what, facts, now)));

    /// <summary>The decision for one channel.</summary>
    public NotificationDecision Decide(Alert alert, OpeningChannel opening, NotificationEvent what, INotificationFacts facts, DateTimeOffset now) =>
        NotificationDecision.Decide(new()
        {
            Event = what,
            ChannelId = opening.Id,
            ChannelExists = channels.Ids.Contains(opening.Id),
            Channel = channels.Find(opening.Id),
            Severity = alert.Severity,
            Status = alert.Status,
            AcknowledgedBy = alert.AcknowledgedBy,
            RuleSendsResolved = what != NotificationEvent.Resolved || findRule(alert.RuleId)?.SendResolved != false,
            OpeningSent = opening.IsTold,
            Silence = SilenceOf(AlertSubject.Of(alert), facts, now),
            Now = now,
        });

    private static Muting? SilenceOf(AlertSubject alert, INotificationFacts facts, DateTimeOffset now) => facts
        .SilencesAt(now)
        .Where(silence => silence.Matcher.Matches(alert))
        .Select(silence => silence.At(now))
        .OfType<Muting>()
        .MaxBy(muting => muting.Until);
}
