using System.Text.Json;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Reads only some columns of the call log: a backtest reads millions of rows to look at a few numbers of each. Columns are taken straight from
/// the statement, because the data reader's checks cost more than the columns. Not thread-safe.
/// </summary>
internal sealed class CallProjection
{
    private const string Unread = "";

    private readonly List<string> _columns = ["c.seq", "c.started_at", "c.latency_us"];
    private readonly List<string> _joins = [];
    private readonly NameTexts _names;
    private readonly Dictionary<string, string[]> _tagSets = new(StringComparer.Ordinal);
    private readonly int _provider;
    private readonly int _route;
    private readonly int _operation;
    private readonly int _requestModel;
    private readonly int _responseModel;
    private readonly int _streaming;
    private readonly int _outcome;
    private readonly int _ttft;
    private readonly int _tokens;
    private readonly int _cost;
    private readonly int _user;
    private readonly int _team;
    private readonly int _session;
    private readonly int _tags;
    private readonly int _apiKey;

    public CallProjection(CallFields fields, NameTexts names)
    {
        _names = names;
        _provider = Column(CallFields.Provider, "c.provider");
        _route = Column(CallFields.Route, "c.route");
        _operation = Column(CallFields.Operation, "c.operation");
        _requestModel = Column(CallFields.Model, "c.request_model");
        _responseModel = Column(CallFields.Model, "c.response_model");
        _streaming = Column(CallFields.Streaming, "c.streaming");
        _outcome = Column(CallFields.Outcome, "c.outcome");
        _ttft = Column(CallFields.TimeToFirstToken, "c.ttft_us");
        _tokens = Column(CallFields.Tokens, "c.uncached_input", "c.cache_read", "c.cache_write_5m", "c.cache_write_1h", "c.audio_input", "c.text_output", "c.reasoning", "c.audio_output");
        _cost = Column(CallFields.Cost, "c.cost_nano", "c.price_status");
        _user = Column(CallFields.User, "c.user");
        _team = Column(CallFields.Team, "c.team");
        _session = Joined(CallFields.Session, "left join sessions s on s.id = c.session", "s.value");
        _tags = Joined(CallFields.Tags, "left join tag_sets t on t.id = c.tags", "t.value");
        _apiKey = Joined(CallFields.ApiKey, "left join api_keys k on k.id = c.api_key", "nullif(k.label, '')", "nullif(k.key_id, '')");

        int Joined(CallFields field, string join, params ReadOnlySpan<string> columns)
        {
            if (fields.HasFlag(field))
                _joins.Add(join);

            return Column(field, columns);
        }

        int Column(CallFields field, params ReadOnlySpan<string> columns)
        {
            if (!fields.HasFlag(field))
                return -1;

            _columns.AddRange(columns);
            return _columns.Count - columns.Length;
        }
    }

    /// <summary>To be followed by conditions on <c>c</c>.</summary>
    public string Select => $"select {string.Join(", ", _columns)} from calls c {string.Join(' ', _joins)}";

    public static long Seq(sqlite3_stmt row) => raw.sqlite3_column_int64(row, 0);

    public LlmCall Read(sqlite3_stmt row, SqliteConnection connection)
    {
        return new()
        {
            Id = Unread,
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(raw.sqlite3_column_int64(row, 1)),
            Latency = CallTime.Span(raw.sqlite3_column_int64(row, 2)),
            Provider = Name(_provider) ?? Unread,
            Dialect = Unread,
            Operation = Name(_operation) ?? Unread,
            Route = Name(_route) ?? Unread,
            RequestModel = Name(_requestModel),
            ResponseModel = Name(_responseModel),
            Streaming = _streaming >= 0 && raw.sqlite3_column_int64(row, _streaming) != 0,
            Outcome = _outcome >= 0 ? (CallOutcome)raw.sqlite3_column_int(row, _outcome) : default,
            TimeToFirstToken = Number(_ttft) is { } ttft ? CallTime.Span(ttft) : null,
            Tokens = _tokens >= 0 ? Tokens(row) : default,
            Cost = _cost >= 0 ? new(Number(_cost) is { } nano ? new NanoUsd(nano) : null, (PriceStatus)raw.sqlite3_column_int(row, _cost + 1)) : default,
            User = Name(_user),
            Team = Name(_team),
            Session = Text(_session),
            Tags = Text(_tags) is { } tags ? TagSet(tags) : [],
            ApiKey = Text(_apiKey),
            ApiKeyId = Text(_apiKey < 0 ? -1 : _apiKey + 1),
        };

        long? Number(int column) => column < 0 || raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(row, column);

        string? Name(int column) => Number(column) is { } id ? _names.Of(id, connection) : null;

        string? Text(int column) => column < 0 || raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(row, column).utf8_to_string();
    }

    private TokenUsage Tokens(sqlite3_stmt row)
    {
        var next = _tokens;
        return new()
        {
            UncachedInput = raw.sqlite3_column_int64(row, next++),
            CacheRead = raw.sqlite3_column_int64(row, next++),
            CacheWrite5m = raw.sqlite3_column_int64(row, next++),
            CacheWrite1h = raw.sqlite3_column_int64(row, next++),
            AudioInput = raw.sqlite3_column_int64(row, next++),
            TextOutput = raw.sqlite3_column_int64(row, next++),
            Reasoning = raw.sqlite3_column_int64(row, next++),
            AudioOutput = raw.sqlite3_column_int64(row, next),
        };
    }

    /// <summary>The same few sets come again and again; should they be as many as calls, they are not kept.</summary>
    private string[] TagSet(string json)
    {
        const int most = 10_000;
        if (_tagSets.TryGetValue(json, out var known))
            return known;

        var tags = JsonSerializer.Deserialize<string[]>(json)!;
        if (_tagSets.Count < most)
            _tagSets.Add(json, tags);

        return tags;
    }
}
