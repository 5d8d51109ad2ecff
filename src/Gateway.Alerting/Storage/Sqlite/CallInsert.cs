using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// A statement that writes as many calls at once as it is made for: compiled once per connection, bound by position. A <see cref="SqliteCommand"/> would look every
/// parameter up by its name and box its value, which doubles the cost of a row, and rows are most of what metering costs. Runs in the connection's transaction.
/// </summary>
internal sealed class CallInsert : IDisposable
{
    private static readonly string[] Columns =
    [
        "id", "started_at", "provider", "dialect", "operation", "route", "request_model", "response_model",
        "streaming", "status_code", "outcome", "error_type", "latency_us", "ttft_us", "bytes_in", "bytes_out",
        "uncached_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "text_output", "reasoning", "audio_output",
        "token_source", "cost_nano", "price_status", "user", "team", "session", "tags", "api_key",
    ];

    // "Fail" keeps what a run has written before it met a call that is there. To take it back, the default, SQLite copies every page before it changes it.
    private const string Insert = "insert or fail into calls";

    private static readonly string Row = $"({string.Join(", ", Columns.Select(_ => "?"))})";

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;

    /// <summary>What each parameter holds now: what is bound outlives the run, and most of a row is as in the row before. Not bound yet is null.</summary>
    private readonly long?[] _values;
    private int _bound;

    public CallInsert(SqliteConnection connection, int rows)
    {
        _database = connection.Handle!;
        _values = new long?[rows * Columns.Length];
        Check(raw.sqlite3_prepare_v2(_database, $"{Insert} ({string.Join(", ", Columns)}) values {string.Join(", ", Enumerable.Repeat(Row, rows))}", out _insert));
    }

    /// <param name="calls">As many as the statement has rows.</param>
    /// <returns>How many are written. Less than all, when the next one's id is already there.</returns>
    public int Write(ReadOnlySpan<WordedCall> calls)
    {
        _bound = 0;
        foreach (ref readonly var call in calls)
            Bind(call.Call, call.Words);
        return Run();
    }

    public void Dispose() => _insert.Dispose();

    private int Run()
    {
        var result = raw.sqlite3_step(_insert);
        var isThere = result == raw.SQLITE_CONSTRAINT && raw.sqlite3_extended_errcode(_database) == raw.SQLITE_CONSTRAINT_UNIQUE;
        // A failed step says what was wrong once more when it is reset.
        raw.sqlite3_reset(_insert);
        if (result != raw.SQLITE_DONE && !isThere)
            Check(result);
        return raw.sqlite3_changes(_database);
    }

    private void Bind(LlmCall call, in CallWordIds words)
    {
        BindId(CallIdCode.Encode(call.Id));
        Bind(call.StartedAt.ToUnixTimeMilliseconds());
        Bind(words.Provider);
        Bind(words.Dialect);
        Bind(words.Operation);
        Bind(words.Route);
        BindWord(words.RequestModel);
        BindWord(words.ResponseModel);
        Bind(call.Streaming ? 1 : 0);
        Bind(call.StatusCode);
        Bind((long)call.Outcome);
        BindWord(words.ErrorType);
        Bind(CallTime.Microseconds(call.Latency));
        Bind(call.TimeToFirstToken is { } ttft ? CallTime.Microseconds(ttft) : null);
        Bind(call.BytesIn);
        Bind(call.BytesOut);
        Bind(call.Tokens.UncachedInput);
        Bind(call.Tokens.CacheRead);
        Bind(call.Tokens.CacheWrite5m);
        Bind(call.Tokens.CacheWrite1h);
        Bind(call.Tokens.AudioInput);
        Bind(call.Tokens.TextOutput);
        Bind(call.Tokens.Reasoning);
        Bind(call.Tokens.AudioOutput);
        Bind((long)call.Tokens.Source);
        Bind(call.Cost.Amount?.Value);
        Bind((long)call.Cost.Status);
        BindWord(words.User);
        BindWord(words.Team);
        BindWord(words.Session);
        BindWord(words.Tags);
        BindWord(words.ApiKey);
    }

    private void Bind(long? value)
    {
        ref var bound = ref _values[_bound++];
        if (value == bound)
            return;
        Check(value is { } number ? raw.sqlite3_bind_int64(_insert, _bound, number) : raw.sqlite3_bind_null(_insert, _bound));
        bound = value;
    }

    private void BindWord(long id) => Bind(id == 0 ? null : id);

    private void BindId(object id) =>
        Check(id is byte[] bytes ? raw.sqlite3_bind_blob(_insert, ++_bound, bytes) : raw.sqlite3_bind_text(_insert, ++_bound, (string)id));

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
