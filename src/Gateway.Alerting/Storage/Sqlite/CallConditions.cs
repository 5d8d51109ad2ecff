using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// A filter as SQL conditions on <c>calls c</c>. Words are looked up first: comparing numbers is cheap,
/// and a word that the database has never seen matches nothing without a scan.
/// </summary>
internal sealed class CallConditions
{
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
        Among("c.tags in (select x.id from tag_sets x, json_each(x.value) y where y.value = {0})", filter.Tag);
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

        using var find = _connection.Command($"select id from {table} where value = @value", null, ("@value", value));
        if (find.ExecuteScalar() is long id)
            _conditions.Add($"{column} = {Parameter(id)}");
        else
            MatchNothing = true;
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

        var pattern = Parameter(LikePattern.Containing(text));
        var names = $@"(select x.id from names x where x.value like {pattern} escape '\')";
        _conditions.Add(
            $"""
            (c.response_model in {names} or c.request_model in {names} or c.user in {names} or c.team in {names} or c.error_type in {names}
                or c.session in (select x.id from sessions x where x.value like {pattern} escape '\')
                or c.api_key in (select x.id from api_keys x where x.label like {pattern} escape '\')
                or case typeof(c.id) when 'blob' then hex(c.id) else c.id end like {pattern} escape '\')
            """);
    }

    private string Parameter(object value)
    {
        var name = $"@f{_parameters.Count}";
        _parameters.Add((name, value));
        return name;
    }
}
