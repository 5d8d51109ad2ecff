using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary>The parameters that all analytics endpoints share, as they stand in a URL.</summary>
internal static class AnalyticsQuery
{
    /// <summary>Longer ones would add up what retention no longer has.</summary>
    public static readonly TimeSpan LongestRange = TimeSpan.FromDays(1_830);

    private static readonly TimeSpan StandardRange = TimeSpan.FromDays(7);

    /// <summary>What <see cref="Scope"/> reads, for the API document.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        new("from", $"Calls that ended at or after this: {InstantText.Allowed}; a plain date is that day's midnight in time_zone. Seven days before `to` when absent."),
        new("to", "Calls that ended before this; now when absent. Minutes count whole, also the one that to falls into; by tag whole hours."),
        new("time_zone", "IANA name of the zone in which days, weeks and hours of the day are, such as Europe/Berlin; Alerting:TimeZone when absent."),
        .. Enum.GetValues<CallDimension>().Select(dimension => new QueryParameter(
            EnumWords.Of(dimension),
            dimension == CallDimension.Tag
                ? "Calls that carry a tag that matches; kept by the hour, and not together with other filters or splits."
                : $"Calls whose {Words.Say.Words(EnumWords.Of(dimension))} matches, as in a rule's filter: * stands for any run of characters, ? for one, (none) for calls without; case does not matter.")),
    ];

    public static QueryParameter Metric { get; } = QueryParameter.OneOf("metric", "total_requests when absent.", AnalyticsMetric.All.Select(metric => metric.Name));

    public static QueryParameter GroupBy { get; } = QueryParameter.Word<CallDimension>("group_by", $"One of {EnumWords.Allowed<CallDimension>()}.");

    public static QueryParameter Interval { get; } = QueryParameter.Word<CallInterval>(
        "interval",
        $"minute (ranges to {Days(CallInterval.Minute)}), hour ({Days(CallInterval.Hour)}), day ({Days(CallInterval.Day)}) or week ({Days(CallInterval.Week)}); one that suits the range when absent.");

    public static AnalyticsScope Scope(QueryReader query, LocalDays calendar, TimeProvider time)
    {
        var zone = Zone(query, calendar);
        var to = Bound(query, "to", zone) ?? time.GetUtcNow();
        var from = Bound(query, "from", zone) ?? Earlier(to, StandardRange);
        if (from >= to)
            query.Refuse("to", "must be later than from");
        else if (to - from > LongestRange)
            query.Refuse("from", $"must be at most {LongestRange.TotalDays:0} days before to");
        var filters = Enum.GetValues<CallDimension>()
            .Select(dimension => (Dimension: dimension, Glob: query.Text(EnumWords.Of(dimension))))
            .Where(filter => filter.Glob is not null)
            .ToDictionary(filter => filter.Dimension, filter => filter.Glob!);
        var scope = new AnalyticsScope(from, to, zone, filters);
        RefuseMixedTags(query, scope, null);
        return scope;
    }

    /// <summary>An instant, or a plain date: where that day begins in the zone, or one some days later.</summary>
    public static DateTimeOffset? Bound(QueryReader query, string name, TimeZoneInfo zone, int daysLater = 0)
    {
        if (query.Instant(name) is not { } instant)
            return null;

        var isDay = query.Text(name) is { Length: 10 };
        return isDay ? CalendarDays.ToInstant(instant.ToUniversalTime().DateTime.AddDays(daysLater), zone) : instant;
    }

    public static AnalyticsMetric ReadMetric(QueryReader query, AnalyticsScope scope, CallDimension? groupBy)
    {
        var name = query.OneOf("metric", AnalyticsMetric.All[0].Name, [.. AnalyticsMetric.All.Select(metric => metric.Name)]);
        var metric = AnalyticsMetric.Find(name)!;
        if (metric.IsQuantile && !new CallTotalsQuery { Bounds = [], GroupBy = groupBy, Filters = scope.Filters }.HasQuantiles)
            query.Refuse("metric", $"{name} is kept by provider and model only, not for other groups and filters; allowed there: {string.Join(", ", AnalyticsMetric.All.Where(other => !other.IsQuantile).Select(other => other.Name))}");
        return metric;
    }

    public static CallDimension? ReadGroup(QueryReader query, AnalyticsScope scope)
    {
        var dimension = query.Word<CallDimension>("group_by");
        RefuseMixedTags(query, scope, dimension);
        return dimension;
    }

    public static CallInterval ReadInterval(QueryReader query, AnalyticsScope scope, CallDimension? groupBy)
    {
        var byTag = groupBy == CallDimension.Tag || scope.Filters.ContainsKey(CallDimension.Tag);
        var interval = query.Word<CallInterval>("interval") ?? Suitable(scope.To - scope.From, byTag);
        // An hour more: days of a changing clock.
        if (scope.To - scope.From > interval.Longest() + TimeSpan.FromHours(1))
            query.Refuse("interval", $"{EnumWords.Of(interval)} is for ranges of at most {Days(interval)}; ask for a shorter range or a longer interval");
        if (byTag && interval == CallInterval.Minute)
            query.Refuse("interval", "must be hour, day or week by tag: those sums are kept by the hour");
        return interval;
    }

    /// <summary>About a hundred buckets.</summary>
    public static CallInterval Suitable(TimeSpan range, bool byTag = false) => range.TotalHours switch
    {
        <= 3 when !byTag => CallInterval.Minute,
        <= 7 * 24 + 1 => CallInterval.Hour,
        <= 184 * 24 => CallInterval.Day,
        _ => CallInterval.Week,
    };

    private static string Days(CallInterval interval) => $"{interval.Longest().TotalDays:0} days";

    private static TimeZoneInfo Zone(QueryReader query, LocalDays calendar)
    {
        if (query.Text("time_zone") is not { } name)
            return calendar.Zone;

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;

        query.Refuse("time_zone", $"must be an IANA time zone such as Europe/Berlin, was \"{name}\"");
        return calendar.Zone;
    }

    private static void RefuseMixedTags(QueryReader query, AnalyticsScope scope, CallDimension? groupBy)
    {
        var dimensions = scope.Filters.Keys.Append(groupBy ?? scope.Filters.Keys.FirstOrDefault()).Distinct().Count();
        if (scope.Filters.ContainsKey(CallDimension.Tag) && dimensions > 1)
            query.Refuse("tag", "cannot be combined with other filters or groups: sums by tag are kept apart");
        else if (groupBy == CallDimension.Tag && scope.Filters.Count > 0 && dimensions > 1)
            query.Refuse("group_by", "tag cannot be combined with other filters: sums by tag are kept apart");
    }

    /// <summary>Calendars begin.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset at, TimeSpan by) => at - DateTimeOffset.MinValue > by ? at - by : DateTimeOffset.MinValue;
}
