using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Lifecycle;

/// <summary>Turns transitions into alerts and the messages they owe.</summary>
internal sealed class AlertOpening(ChannelDirectory channels)
{
    /// <summary>Rules that name no channel are heard in the admin.</summary>
    private static readonly IReadOnlyList<string> DefaultChannels = [ChannelIds.InApp];

    public static Alert Open(AlertTransition transition)
    {
        var (rule, evaluation) = (transition.Rule, transition.Evaluation);
        var value = evaluation.Leading?.Actual;
        return new()
        {
            Id = Guid.CreateVersion7(evaluation.At).ToString("N"),
            RuleId = rule.Id,
            RuleName = rule.Definition.Name,
            Group = rule.Grouping.Describe(evaluation.Group),
            Severity = rule.Definition.Priority,
            TriggeredAt = evaluation.At,
            Description = Describe(transition),
            RuleDescription = rule.Definition.Description,
            Labels = rule.Definition.Labels,
            RunbookUrl = rule.Definition.RunbookUrl,
            Conditions = evaluation.Conditions,
            ValueAtTrigger = value,
            PeakValue = value,
        };
    }

    public static string Describe(AlertTransition transition) => AlertText.Describe(transition.Rule, transition.Evaluation);

    /// <summary>One message or one reason for each channel of the rule.</summary>
    public IEnumerable<NewDelivery> Messages(AlertTransition transition)
    {
        var definition = transition.Rule.Definition;
        var kind = transition.Kind ?? throw new ArgumentException("A transition without a kind owes nobody a message.", nameof(transition));
        return (definition.Channels ?? DefaultChannels)
            .Select(ChannelIds.Canonical)
            .Distinct()
            .Select(id => new NewDelivery(id, NewDelivery.EventOf(kind), NotificationDecision.Decide(kind, definition.Priority, channels.Find(id), definition.SendResolved)));
    }
}
