using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>Alerts as CSV: one flat row an alert, parts of a list joined by <c>; </c>.</summary>
internal static class AlertCsv
{
    /// <summary>Columns in order; the names are those of the API.</summary>
    public static IReadOnlyList<CsvColumn<Alert>> Columns { get; } =
    [
        new("id", alert => alert.Id),
        new("rule_id", alert => alert.RuleId),
        new("rule_name", alert => alert.RuleName),
        new("group", alert => Pairs(alert.Group)),
        new("status", alert => EnumWords.Of(alert.Status)),
        new("severity", alert => EnumWords.Of(alert.Severity)),
        new("triggered_at", alert => UtcInstantConverter.Text(alert.TriggeredAt)),
        new("acknowledged_at", alert => Instant(alert.AcknowledgedAt)),
        new("acknowledged_by", alert => alert.AcknowledgedBy),
        new("resolved_at", alert => Instant(alert.ResolvedAt)),
        new("resolved_by", alert => alert.ResolvedBy),
        new("seconds_to_resolve", alert => CsvDownload.Number((alert.ResolvedAt - alert.TriggeredAt)?.TotalSeconds)),
        new("description", alert => alert.Description),
        new("value_at_trigger", alert => CsvDownload.Number(alert.ValueAtTrigger)),
        new("peak_value", alert => CsvDownload.Number(alert.PeakValue)),
        new("value_at_resolve", alert => CsvDownload.Number(alert.ValueAtResolve)),
        new("conditions", alert => string.Join("; ", alert.Conditions.Select(Condition))),
        new("labels", alert => Pairs(alert.Labels)),
        new("runbook_url", alert => alert.RunbookUrl),
    ];

    private static string? Instant(DateTimeOffset? at) => at is { } known ? UtcInstantConverter.Text(known) : null;

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) => string.Join("; ", pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Condition(ConditionReading reading) =>
        $"{reading.Metric} {reading.Operator} {CsvDownload.Number(reading.Threshold)} (was {CsvDownload.Number(reading.Actual) ?? "nothing"})";
}
