using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>A filter as SQL. Only what is asked for is in the text, so that the indexes are used; values are always parameters.</summary>
internal static class AlertConditions
{
    /// <summary>Notes on their own, and those given with an act. The words are those of the index <c>alert_notes</c>.</summary>
    private const string Search = """
        (rule_name like @search escape '\' or description like @search escape '\'
         or (group_values like @search escape '\' and exists (select 1 from json_each(group_values) as part where part.value like @search escape '\'))
         or exists (select 1 from alert_events where alert_id = alerts.id and by <> 'gateway' and text is not null and text like @search escape '\'))
        """;

    /// <summary>The alerts that may match, found by the letters of the search. The order of the joins is meant.</summary>
    private const string ByWords = """
        (select texts.alert_id as found_id from alert_search cross join alert_texts as texts on texts.id = alert_search.rowid where alert_search match @words)
        cross join alerts on id = found_id
        """;

    /// <param name="filter">Which alerts.</param>
    /// <param name="index">The index to go by, which must know all that match; null leaves it to SQLite.</param>
    /// <param name="words">What <see cref="AlertSearch.Narrow"/> found, to go by; it has to be among the parameters too.</param>
    public static string From(AlertFilter filter, string? index = null, string? words = null) =>
        $"from {(words is not null ? ByWords : index is null ? "alerts" : $"alerts indexed by {index}")} {Where(filter)}";

    public static string InTableOrder(AlertFilter filter) => $"from alerts not indexed {Where(filter)}";

    public static object Parameters(AlertFilter filter, int limit = 0, long offset = 0, AlertPlace after = default, string? words = null) => new
    {
        status = (long?)filter.Status,
        severity = (long?)filter.Severity,
        rule = filter.RuleId,
        from = filter.From?.ToUnixTimeMilliseconds(),
        to = filter.To?.ToUnixTimeMilliseconds(),
        search = filter.Search is { } text ? LikePattern.Containing(text) : null,
        words,
        limit,
        offset,
        afterAt = after.TriggeredAt,
        afterId = after.Id,
    };

    private static string Where(AlertFilter filter) => "where deleted_at is null" + string.Concat(Parts(filter).Select(part => $" and {part}"));

    private static IEnumerable<string> Parts(AlertFilter filter)
    {
        if (filter.Status is not null)
            yield return "status = @status";
        if (filter.UnresolvedOnly)
            yield return "status in (0, 1)";
        if (filter.Severity is not null)
            yield return "severity = @severity";
        if (filter.RuleId is not null)
            yield return "rule_id = @rule";
        if (filter.From is not null)
            yield return "triggered_at >= @from";
        if (filter.To is not null)
            yield return "triggered_at < @to";
        if (filter.Search is not null)
            yield return Search;
    }
}

/// <summary>The place of an alert in the order of openings.</summary>
internal readonly record struct AlertPlace(long TriggeredAt, string Id);
