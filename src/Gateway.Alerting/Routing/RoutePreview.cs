using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Routing;

/// <summary>Says who would be told of an alert that opened now, and why. Nothing is stored and nobody is told.</summary>
public sealed class RoutePreview(NotificationPolicy policy, RouteBook book, IRouteStore routes, ISilenceStore silences, RuleSetProvider rules, TimeProvider time)
{
    /// <param name="json"><c>{ "rule_id", "group" }</c>, or an alert as its rule would open it: <c>{ "priority", "labels", "group" }</c>; in both <c>at</c> (now when absent).</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(RoutePreviewResult? Result, IReadOnlyList<RuleDiagnostic> Mistakes)> RunAsync(string json, CancellationToken cancellationToken)
    {
        var (asked, mistakes) = PreviewReader.Read(json, rules, time.GetUtcNow());
        if (asked is null)
        {
            return (null, mistakes);
        }

        var facts = new Facts(await silences.InForceAsync(asked.At, cancellationToken), await routes.FindAsync(cancellationToken));
        return (Judge(asked, facts), []);
    }

    /// <summary>Of a rule that need not be in force.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="group">The group whose alert would open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RoutePreviewResult> RunAsync(RuleDefinition rule, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var alert = new Alert
        {
            Id = "",
            RuleId = rule.Id,
            RuleName = rule.Name,
            Description = "",
            TriggeredAt = now,
            Severity = rule.Priority,
            Labels = rule.Labels,
            Group = group,
        };
        return Judge(new(now, alert, rule.Channels), new(await silences.InForceAsync(now, cancellationToken), await routes.FindAsync(cancellationToken)));
    }

    private RoutePreviewResult Judge(PreviewQuestion asked, Facts facts)
    {
        var subject = AlertSubject.Of(asked.Alert);
        var choice = policy.Choose(asked.Channels, subject, facts, asked.At);
        var table = book.InForce(facts.Routes);
        return new(
            asked.At,
            asked.Channels is not null ? "rule" : choice.Matched.Count > 0 ? "routes" : "default",
            asked.Channels is not null ? [] : [.. table.Routes.Select((route, index) => Judge(route, index, choice, subject, asked.At))],
            [.. choice.Channels.Select(id => new PreviewChannel(id, policy.Decide(asked.Alert, new(id, IsTold: false), NotificationEvent.Opened, facts, asked.At)))]);
    }

    private static PreviewRoute Judge(Route route, int index, RouteChoice choice, AlertSubject subject, DateTimeOffset now)
    {
        var why = choice.Matched.Contains(index) ? null : route.Match.WhyNot(subject, now) ?? "an earlier route matched and does not continue";
        return new(index, route, why is null, why);
    }

    private sealed record Facts(IReadOnlyList<Silence> Silences, RouteVersion? Routes) : INotificationFacts
    {
        public IReadOnlyList<Silence> SilencesAt(DateTimeOffset now) => Silences;

        public IReadOnlyList<OpeningChannel> OpeningOf(string alertId) => [];
    }
}

/// <summary>Who would be told.</summary>
/// <param name="At">Then.</param>
/// <param name="Source">Where the channels come from: <c>rule</c>, <c>routes</c> or <c>default</c>.</param>
/// <param name="Routes">Every route with whether it matched; empty when the rule names its own channels.</param>
/// <param name="Channels">Every channel with its decision.</param>
public sealed record RoutePreviewResult(DateTimeOffset At, string Source, IReadOnlyList<PreviewRoute> Routes, IReadOnlyList<PreviewChannel> Channels);

public sealed record PreviewRoute(int Index, Route Route, bool Matched, string? WhyNot);

public sealed record PreviewChannel(string Id, NotificationDecision Decision);

/// <summary>What a preview is asked for.</summary>
/// <param name="At">When.</param>
/// <param name="Alert">As it would open.</param>
/// <param name="Channels">The rule's own; null for the routes.</param>
internal sealed record PreviewQuestion(DateTimeOffset At, Alert Alert, IReadOnlyList<string>? Channels);
