using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Lifecycle;

/// <summary>Turns transitions into alerts.</summary>
internal static class AlertOpening
{
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
}
