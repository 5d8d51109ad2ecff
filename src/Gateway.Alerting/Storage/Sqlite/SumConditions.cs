using Gateway.Alerting.Analytics;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Filters of analytics as SQL. Globs are looked up among the words first: the sums are then compared by number.</summary>
internal sealed class SumConditions(CallTotalsQuery query)
{
    /// <summary>What the words of filters are called in the SQL.</summary>
    public IEnumerable<(string Name, object Value)> Parameters => query.Filters.Select(filter => ($"@{Column(filter.Key)}", (object)Like(filter.Value)));

    /// <summary>The name of a dimension in the full sums.</summary>
    public static string Column(CallDimension dimension) => EnumWords.Of(dimension);

    /// <summary>On tables with a column for each dimension.</summary>
    public string Full => string.Concat(query.Filters.Keys.Select(dimension => Matches(Column(dimension), dimension)))
        + (query.GroupBy is { } group ? InGroups(Column(group)) : "");

    /// <summary>On the parts of one dimension.</summary>
    public string Part => string.Concat(query.Filters.Keys.Select(dimension => Matches("value", dimension))) + InGroups("value");

    private string InGroups(string column) => query.Groups is { } groups ? $" and {column} in ({string.Join(", ", groups)})" : "";

    private static string Matches(string column, CallDimension dimension)
    {
        var words = dimension == CallDimension.ApiKey ? "select id from api_keys where label" : "select id from names where value";
        // Calls without a value are stored as 0.
        return $@" and ({column} in ({words} like @{Column(dimension)} escape '\') or {column} = 0 and '(none)' like @{Column(dimension)} escape '\')";
    }

    private static string Like(string glob) => glob
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace('*', '%')
        .Replace('?', '_');
}
