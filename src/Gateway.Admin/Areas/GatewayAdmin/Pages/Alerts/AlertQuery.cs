using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>The filters of the alert history as they stand in a URL.</summary>
internal static class AlertQuery
{
    private const string Unresolved = "unresolved";

    private static readonly string[] Statuses = [.. Enum.GetValues<AlertStatus>().Select(EnumWords.Of), Unresolved];

    /// <summary>What <see cref="Filter"/> reads, for the API document.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        QueryParameter.OneOf("status", $"{Unresolved} is open and acknowledged together.", Statuses),
        QueryParameter.Word<AlertPriority>("severity", $"One of {EnumWords.Allowed<AlertPriority>()}."),
        new("rule_id", "Alerts of this rule."),
        new("search", "Part of the rule's name, the description, a value of the group or a note; case does not matter."),
        new("start_date", $"Alerts that opened at or after this: {InstantText.Allowed}."),
        new("end_date", "Alerts that opened before this."),
    ];

    public static AlertFilter Filter(QueryReader query)
    {
        var status = query.OneOf("status", "", Statuses);
        var filter = new AlertFilter
        {
            Status = EnumWords.TryParse<AlertStatus>(status, out var one) ? one : null,
            UnresolvedOnly = status == Unresolved,
            Severity = query.Word<AlertPriority>("severity"),
            RuleId = query.Text("rule_id"),
            Search = query.Text("search"),
            From = query.Instant("start_date"),
            To = query.Instant("end_date"),
        };
        if (filter.From >= filter.To)
        {
            query.Refuse("end_date", "must be later than start_date");
        }

        return filter;
    }
}
