using Gateway.Alerting.Analytics;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Filters of analytics as SQL. Globs are looked up among the words first: the sums are then compared by number, and found by it where there is an index.</summary>
internal sealed class SumConditions
{
    private readonly CallTotalsQuery _query;
    private readonly Dictionary<CallDimension, string> _numbers;

    public SumConditions(CallTotalsQuery query, SqliteConnection connection, SqliteTransaction transaction)
    {
        _query = query;
        _numbers = query.Filters.ToDictionary(filter => filter.Key, filter => string.Join(", ", Numbers(filter.Key, filter.Value, connection, transaction)));
    }

    /// <summary>The name of a dimension in the full sums.</summary>
    public static string Column(CallDimension dimension) => EnumWords.Of(dimension);

    /// <summary>On tables with a column for each dimension.</summary>
    public string Full => string.Concat(_numbers.Select(filter => $" and {Column(filter.Key)} in ({filter.Value})"))
        + (_query.GroupBy is { } group ? InGroups(Column(group)) : "");

    /// <summary>On the parts of one dimension.</summary>
    public string Part => string.Concat(_numbers.Values.Select(numbers => $" and value in ({numbers})")) + InGroups("value");

    private string InGroups(string column) => _query.Groups is { } groups ? $" and {column} in ({string.Join(", ", groups)})" : "";

    private static List<long> Numbers(CallDimension dimension, string glob, SqliteConnection connection, SqliteTransaction transaction)
    {
        var words = dimension == CallDimension.ApiKey ? "select id from api_keys where label" : "select id from names where value";
        // Calls without a value are stored as 0.
        using var command = connection.Command(
            $@"{words} like @glob escape '\' union select 0 where '(none)' like @glob escape '\'", transaction, ("@glob", Like(glob)));
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private static string Like(string glob) => glob
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace('*', '%')
        .Replace('?', '_');
}
