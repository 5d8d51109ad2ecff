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

    private const int MostRareParts = 3;

    /// <summary>
    /// Most letters of a search stand in nearly every alert ("err", "ate"), and a few in few: those are enough, and the index need not compare a million
    /// alerts with a million others.
    /// </summary>
    /// <returns>A query of FTS5 that misses no alert, where so few may match that all can be looked at; else null.</returns>
    public static string? Narrow(SqliteConnection connection, AlertFilter filter, SqliteTransaction? transaction = null)
    {
        var parts = Parts(filter.Search);
        var rare = parts.Where(part => IsRare(connection, part, transaction)).Take(MostRareParts).ToList();
        var words = string.Join(" AND ", rare.Count > 0 ? rare : parts);
        return rare.Count > 0 || (parts.Count > 0 && IsRare(connection, words, transaction)) ? words : null;
    }

    /// <summary>
    /// What is counted. Where nothing else narrows a wide search, the other indexes lead to no fewer alerts, and reading the table in its own order
    /// takes a quarter of the time.
    /// </summary>
    public static string Source(AlertFilter filter, string? words) => words is not null
        ? AlertConditions.From(filter, words: words)
        : filter is { Search: not null, RuleId: null, From: null, To: null, UnresolvedOnly: false, Status: null or AlertStatus.Resolved }
            ? AlertConditions.InTableOrder(filter)
            : AlertConditions.From(filter);

    /// <summary>Each three letters of the text, as FTS5 writes them; none when the text is too short for the index or has what ends a text there.</summary>
    private static IReadOnlyList<string> Parts(string? text)
    {
        if (text is null || text.Contains('\0', StringComparison.Ordinal))
            return [];

        var letters = text.EnumerateRunes().ToList();
        return [.. Enumerable.Range(0, Math.Max(0, letters.Count - Letters + 1)).Select(at => Quote(letters[at..(at + Letters)])).Distinct().Take(MostParts)];
    }

    private static bool IsRare(SqliteConnection connection, string words, SqliteTransaction? transaction) => connection.ExecuteScalar<long>(
        "select count(*) from (select 1 from alert_search where alert_search match @words limit @limit)", new { words, limit = MostLookedAt + 1 }, transaction) <= MostLookedAt;

    private static string Quote(IEnumerable<Rune> letters) => $"\"{string.Concat(letters).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
