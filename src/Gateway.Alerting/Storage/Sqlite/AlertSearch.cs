using System.Text;
using Dapper;
using Gateway.Alerting.History;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// The index of every three letters that stand in an alert: it knows which alerts may match a search, and misses none. Few of them are looked at one
/// by one; where more may match than <see cref="MostLookedAt"/>, reading in the wanted order soon has a page full, and only the count reads them all.
/// </summary>
internal static class AlertSearch
{
    public const int MostLookedAt = 5_000;

    private const int Letters = 3;

    /// <summary>More of a long text narrow it no further.</summary>
    private const int MostParts = 30;

    /// <summary>Each three letters of the text, as a query of FTS5; null when the text is too short for the index or has what ends a text there.</summary>
    public static string? Words(string? text)
    {
        if (text is null || text.Contains('\0', StringComparison.Ordinal))
            return null;

        var letters = text.EnumerateRunes().ToList();
        return letters.Count < Letters
            ? null
            : string.Join(" AND ", Enumerable.Range(0, letters.Count - Letters + 1).Select(at => Quote(letters[at..(at + Letters)])).Distinct().Take(MostParts));
    }

    /// <summary>Whether the alerts that may match are so few that all can be looked at.</summary>
    public static bool IsNarrow(SqliteConnection connection, AlertFilter filter, SqliteTransaction? transaction = null) =>
        Words(filter.Search) is { } words && connection.ExecuteScalar<long>(
            "select count(*) from (select 1 from alert_search where alert_search match @words limit @limit)", new { words, limit = MostLookedAt + 1 }, transaction) <= MostLookedAt;

    /// <summary>
    /// What is counted. Where nothing else narrows a wide search, the other indexes lead to no fewer alerts, and reading the table in its own order
    /// takes a quarter of the time.
    /// </summary>
    public static string Source(AlertFilter filter, bool isNarrow) => isNarrow
        ? AlertConditions.From(filter, byWords: true)
        : filter is { Search: not null, RuleId: null, From: null, To: null, UnresolvedOnly: false, Status: null or AlertStatus.Resolved }
            ? AlertConditions.InTableOrder(filter)
            : AlertConditions.From(filter);

    private static string Quote(IEnumerable<Rune> letters) => $"\"{string.Concat(letters).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
