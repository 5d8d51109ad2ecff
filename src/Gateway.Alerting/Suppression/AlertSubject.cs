using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Suppression;

/// <summary>What silences and routes look at in an alert.</summary>
public sealed record AlertSubject(string RuleId, AlertPriority Severity, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Group)
{
    public static AlertSubject Of(Alert alert) => new(alert.RuleId, alert.Severity, alert.Labels, alert.Group);
}
