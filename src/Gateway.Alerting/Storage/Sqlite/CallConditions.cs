using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// A filter as SQL conditions on <c>calls c</c>. Words are looked up first: comparing numbers is cheap,
/// and a word that the database has never seen matches nothing without a scan.
/// </summary>
internal sealed class CallConditions
{
    private const long CommonTag = 5_000;

    private static readonly string[] NameColumns = ["c.response_model", "c.request_model", "c.user", "c.team", "c.error_type"];

    private readonly SqliteConnection _connection;
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _parameters = [];

    public CallConditions(SqliteConnection connection, CallFilter filter)
    {
        _connection = connection;
        Compare("c.started_at >=", filter.From is { } from ? CallTime.CeilingMs(from) : null);
        Compare("c.started_at <", filter.To is { } to ? CallTime.CeilingMs(to) : null);
        Name("c.provider", filter.Provider);
        Name("coalesce(c.response_model, c.request_model)", filter.Model);
        Name("c.route", filter.Route);
        Name("c.operation", filter.Operation);
        Compare("c.outcome =", filter.Outcome is { } outcome ? (long)outcome : null);
        Name("c.user", filter.User);
        Name("c.team", filter.Team);
        Word("sessions", "c.session", filter.Session);
        Compare("c.streaming =", filter.Streaming is { } streaming ? (streaming ? 1L : 0L) : null);
        Tag(filter.Tag);
        Among("c.api_key in (select x.id from api_keys x where x.label = {0})", filter.ApiKey);
        Search(filter.Search);
    }

    /// <summary>The filter names a word that no call has.</summary>
    public bool MatchNothing { get; private set; }

    public IReadOnlyList<(string Name, object Value)> Parameters => _parameters;

    /// <summary>Each condition with a leading AND.</summary>
    public string Sql => string.Concat(_conditions.Select(condition => $"\n  and {condition}"));

    private void Compare(string left, long? value)
    {
        if (value is { } wanted)
            _conditions.Add($"{left} {Parameter(wanted)}");
    }

    private void Name(string column, string? value) => Word("names", column, value);

    private void Word(string table, string column, string? value)
    {
        if (value is null)
            return;

        if (Scalar($"select id from {table} where value = @value", value) is long id)
            _conditions.Add($"{column} = {Parameter(id)}");
        else
            MatchNothing = true;
    }

    /// <summary>Calls with a rare tag are found by it and sorted; those with a common one turn up soon in the order of the log, which the plus says to go by.</summary>
    private void Tag(string? value)
    {
        const string Sets = "select x.id from tag_sets x, json_each(x.value) y where y.value";
        if (value is null)
            return;

        var isRare = Scalar($"select count(*) from (select 1 from calls where tags in ({Sets} = @value) limit {CommonTag})", value) is < CommonTag;
        _conditions.Add($"{(isRare ? "" : "+")}c.tags in ({Sets} = {Parameter(value)})");
    }

    private void Among(string condition, string? value)
    {
        if (value is not null)
            _conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, Parameter(value)));
    }

    private void Search(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;

        // Where the words of no column have it, only an id can: then the log is not walked for nothing.
        var pattern = LikePattern.Containing(text);
        var parts = new List<string>();
        if (Any("names", "value", pattern) is { } names)
            parts.AddRange(NameColumns.Select(column => $"{column} in {names}"));
        if (Any("sessions", "value", pattern) is { } sessions)
            parts.Add($"c.session in {sessions}");
        if (Any("api_keys", "label", pattern) is { } keys)
            parts.Add($"c.api_key in {keys}");
        if (CallIdCode.Encode(text.ToLowerInvariant()) is byte[] id)
            parts.Add($"c.id = {Parameter(id)}");
        else if (CallIdCode.MayBePart(text))
            parts.Add($@"typeof(c.id) = 'blob' and hex(c.id) like {Parameter(pattern)} escape '\'");
        // Ids of other make: text stands before bytes in the index.
        if (Scalar($@"select 1 from calls where id < x'' and id like @value escape '\' limit 1", pattern) is not null)
            parts.Add($@"c.seq in (select x.seq from calls x where x.id < x'' and x.id like {Parameter(pattern)} escape '\')");
        if (parts.Count == 0)
            MatchNothing = true;
        else
            _conditions.Add($"({string.Join(" or ", parts)})");
    }

    /// <returns>The numbers of the words that match, as SQL; null when there are none.</returns>
    private string? Any(string table, string column, string pattern) =>
        Scalar($@"select 1 from {table} where {column} like @value escape '\' limit 1", pattern) is null
            ? null
            : $@"(select x.id from {table} x where x.{column} like {Parameter(pattern)} escape '\')";

    private object? Scalar(string sql, object value)
    {
        using var find = _connection.Command(sql, null, ("@value", value));
        return find.ExecuteScalar();
    }

    private string Parameter(object value)
    {
        var name = $"@f{_parameters.Count}";
        _parameters.Add((name, value));
        return name;
    }
}
