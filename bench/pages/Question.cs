using System.Text.RegularExpressions;

namespace Gateway.PagesBench;

/// <summary>What is asked of the gateway, and how long it may take.</summary>
/// <param name="Name">In the report.</param>
/// <param name="Path">With its query.</param>
/// <param name="AimMs">Of the median.</param>
internal sealed record Question(string Name, string Path, double AimMs = 100)
{
    private const double HistoryAimMs = 50;

    /// <summary>Every page of the navigation, those below them, and the answers that charts and programs read.</summary>
    public static async Task<IReadOnlyList<Question>> AllAsync(PublishedGateway gateway)
    {
        var alert = Regex.Match(await gateway.TextAsync("/admin/alerts"), "/admin/alerts/(bench-[0-9]+)\"").Groups[1].Value;
        var call = Regex.Match(await gateway.TextAsync("/admin/calls"), "/admin/calls/([0-9a-f]{32})").Groups[1].Value;
        var now = DateTimeOffset.UtcNow;
        string Days(int days) => $"from={now.AddDays(-days):yyyy-MM-dd}&to={now:yyyy-MM-ddTHH:mm:ssZ}";
        const string Series = "/api/analytics/timeseries?";
        return
        [
            new("Overview", "/admin"),
            new("Alerts", "/admin/alerts"),
            new("Alerts, all, the last page", "/admin/alerts?status=all&offset=999975"),
            new("Alerts of a rule", "/admin/alerts?status=all&rule_id=" + RuleFiles.Id(4711)),
            new("Alerts, search", "/admin/alerts?status=all&search=service+04711"),
            new("An alert", "/admin/alerts/" + alert),
            new("Rules", "/admin/rules"),
            new("Rules, the last page", "/admin/rules?offset=9950"),
            new("Rules, search by state", "/admin/rules?search=04711&state=normal"),
            new("Rule builder, new", "/admin/alerts/builder"),
            new("Rule builder, a rule", "/admin/alerts/builder/" + RuleFiles.Id(4711)),
            new("Silences", "/admin/silences"),
            new("Analytics", "/admin/analytics"),
            new("Analytics, 90 days by user", "/admin/analytics?range=90d&group_by=user"),
            new("Analytics, 90 days, p95 by model", "/admin/analytics?range=90d&metric=p95_latency"),
            new("Analytics, 30 days of a user", "/admin/analytics?range=30d&user=user-17%40example.com"),
            new("Analytics, 30 days by tag", "/admin/analytics?range=30d&group_by=tag"),
            new("Calls", "/admin/calls"),
            new("Calls of a user", "/admin/calls?user=user-450%40example.com"),
            new("Calls, rate limited, by model", "/admin/calls?outcome=rate_limited&model=nova-premier-2026-03-01"),
            new("Calls with a tag", "/admin/calls?tag=nightly"),
            new("Calls of a key", "/admin/calls?api_key=sk-%E2%80%A6k049"),
            new("Calls, search", "/admin/calls?search=user-499"),
            new("Calls, search for nothing", "/admin/calls?search=nowhere-to-be-found"),
            new("A call", "/admin/calls/" + call),
            new("Channels", "/admin/channels"),
            new("Deliveries", "/admin/deliveries"),
            new("Deliveries, dead", "/admin/deliveries?status=dead"),
            new("Notifications", "/admin/inbox"),
            new("Settings", "/admin/settings"),
            new("API reference", "/admin/api-reference"),
            new("cost by day and user, 90 days", $"{Series}metric=total_cost&group_by=user&interval=day&{Days(90)}"),
            new("cost by day and user, 90 days, Kolkata", $"{Series}metric=total_cost&group_by=user&interval=day&time_zone=Asia/Kolkata&{Days(90)}"),
            new("p95 by day and model, 90 days", $"{Series}metric=p95_latency&group_by=model&interval=day&{Days(90)}"),
            new("calls by hour and key, 30 days", $"{Series}group_by=api_key&interval=hour&{Days(30)}"),
            new("cost by day of a team and model, 30 days", $"{Series}metric=total_cost&interval=day&team=team-3&model=gpt-5.4*&{Days(30)}"),
            new("errors by day and tag, 90 days", $"{Series}metric=errors&group_by=tag&interval=day&{Days(90)}"),
            new("everything, 90 days", "/api/analytics/aggregate?" + Days(90)),
            new("models, 90 days", "/api/analytics/model-comparison?" + Days(90)),
            new("by hour of the day, 90 days", "/api/analytics/hourly-breakdown?metric=total_cost&" + Days(90)),
            new("history", "/api/alerts/history", HistoryAimMs),
            new("history, critical, resolved, by rule", "/api/alerts/history?status=resolved&severity=critical&sort=rule", HistoryAimMs),
            new("history of 30 days", $"/api/alerts/history?start_date={now.AddDays(-30):yyyy-MM-dd}&end_date={now:yyyy-MM-dd}", HistoryAimMs),
            new("history of a rule", "/api/alerts/history?rule_id=" + RuleFiles.Id(4711), HistoryAimMs),
            new("history, search", "/api/alerts/history?search=service+04711", HistoryAimMs),
            new("history, the last page", "/api/alerts/history?offset=999950", HistoryAimMs),
            new("statistics, 30 days", "/api/alerts/stats?days=30"),
            new("active alerts", "/api/alerts/active"),
            new("rules", "/api/alerts/rules?search=0471"),
            new("calls", "/api/calls"),
            new("calls of a team", "/api/calls?team=team-3&limit=100"),
        ];
    }
}
