using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>The filters of the alert history as they stand in a URL.</summary>
internal static class AlertQuery
{
    private const string Unresolved = "unresolved";

    public static AlertFilter Filter(QueryReader query)
    {
        var status = query.OneOf("status", "", "open", "acknowledged", "resolved", Unresolved);
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
