using System.Text.Json;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>A row of <c>alerts</c>, in its column types.</summary>
internal sealed record AlertRow(
    string id,
    string rule_id,
    string rule_name,
    string group_values,
    long status,
    long severity,
    long triggered_at,
    long? acknowledged_at,
    string? acknowledged_by,
    long? resolved_at,
    string? resolved_by,
    string description,
    string? rule_description,
    string labels,
    string? runbook_url,
    string conditions,
    double? value_at_trigger,
    double? peak_value,
    double? value_at_resolve)
{
    /// <summary>In the order of the record.</summary>
    public const string Columns = """
        id, rule_id, rule_name, group_values, status, severity, triggered_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by,
        description, rule_description, labels, runbook_url, conditions, value_at_trigger, peak_value, value_at_resolve
        """;

    public Alert ToAlert() => new()
    {
        Id = id,
        RuleId = rule_id,
        RuleName = rule_name,
        Group = Read<Dictionary<string, string>>(group_values),
        Status = (AlertStatus)status,
        Severity = (AlertPriority)severity,
        TriggeredAt = Instant(triggered_at),
        AcknowledgedAt = acknowledged_at is { } acknowledged ? Instant(acknowledged) : null,
        AcknowledgedBy = acknowledged_by,
        ResolvedAt = resolved_at is { } resolved ? Instant(resolved) : null,
        ResolvedBy = resolved_by,
        Description = description,
        RuleDescription = rule_description,
        Labels = Read<Dictionary<string, string>>(labels),
        RunbookUrl = runbook_url,
        Conditions = Read<List<ConditionReading>>(conditions),
        ValueAtTrigger = value_at_trigger,
        PeakValue = peak_value,
        ValueAtResolve = value_at_resolve,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, GatewayJson.Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, GatewayJson.Options)
        ?? throw new InvalidDataException($"The database holds 'null' where a {typeof(T).Name} belongs.");

    public static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
