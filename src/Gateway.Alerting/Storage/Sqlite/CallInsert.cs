using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The one statement that writes calls: prepared once per connection, its parameters reused for every row.</summary>
internal sealed class CallInsert(SqliteConnection connection) : IDisposable
{
    private static readonly string[] Columns =
    [
        "id", "started_at", "provider", "dialect", "operation", "route", "request_model", "response_model",
        "streaming", "status_code", "outcome", "error_type", "latency_us", "ttft_us", "bytes_in", "bytes_out",
        "uncached_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "text_output", "reasoning", "audio_output",
        "token_source", "cost_nano", "price_status", "user", "team", "session", "tags", "api_key",
    ];

    private readonly SqliteCommand _insert = connection.Prepared(
        $"""
        INSERT INTO calls ({string.Join(", ", Columns)})
        VALUES ({string.Join(", ", Columns.Select((_, i) => $"${i}"))})
        ON CONFLICT (id) DO NOTHING
        """,
        Columns.Length);

    /// <returns>False when a call with this id is already there; nothing is changed then.</returns>
    public bool Write(SqliteTransaction transaction, LlmCall call, in CallWordIds words)
    {
        _insert.Transaction = transaction;
        var next = 0;
        Set(CallIdCode.Encode(call.Id));
        Set(call.StartedAt.ToUnixTimeMilliseconds());
        Set(words.Provider);
        Set(words.Dialect);
        Set(words.Operation);
        Set(words.Route);
        Set(OrNull(words.RequestModel));
        Set(OrNull(words.ResponseModel));
        Set(call.Streaming ? 1L : 0L);
        Set((long)call.StatusCode);
        Set((long)call.Outcome);
        Set(OrNull(words.ErrorType));
        Set(CallTime.Microseconds(call.Latency));
        Set(call.TimeToFirstToken is { } ttft ? CallTime.Microseconds(ttft) : DBNull.Value);
        Set(call.BytesIn);
        Set(call.BytesOut);
        Set(call.Tokens.UncachedInput);
        Set(call.Tokens.CacheRead);
        Set(call.Tokens.CacheWrite5m);
        Set(call.Tokens.CacheWrite1h);
        Set(call.Tokens.AudioInput);
        Set(call.Tokens.TextOutput);
        Set(call.Tokens.Reasoning);
        Set(call.Tokens.AudioOutput);
        Set((long)call.Tokens.Source);
        Set(call.Cost.Amount is { } cost ? cost.Value : DBNull.Value);
        Set((long)call.Cost.Status);
        Set(OrNull(words.User));
        Set(OrNull(words.Team));
        Set(OrNull(words.Session));
        Set(OrNull(words.Tags));
        Set(OrNull(words.ApiKey));
        return _insert.ExecuteNonQuery() == 1;

        void Set(object value) => _insert.Parameters[next++].Value = value;
    }

    public void Dispose() => _insert.Dispose();

    private static object OrNull(long id) => id == 0 ? DBNull.Value : id;
}
