using System.Text.Json;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>How a row of the call log is read back.</summary>
internal static class CallRow
{
    /// <summary>To be followed by conditions on <c>c</c>. Names stay numbers: there are few, and the reader knows them.</summary>
    public const string Select =
        """
        select c.seq, c.id, c.started_at, c.provider, c.dialect, c.operation, c.route, c.request_model, c.response_model,
               c.streaming, c.status_code, c.outcome, c.error_type, c.latency_us, c.ttft_us, c.bytes_in, c.bytes_out,
               c.uncached_input, c.cache_read, c.cache_write_5m, c.cache_write_1h, c.audio_input, c.text_output, c.reasoning, c.audio_output,
               c.token_source, c.cost_nano, c.price_status, c.user, c.team, s.value, t.value, nullif(k.label, ''), nullif(k.key_id, ''), c.ended_us
        from calls c
        left join sessions s on s.id = c.session
        left join tag_sets t on t.id = c.tags
        left join api_keys k on k.id = c.api_key
        """;

    private const int StartedAtColumn = 2;
    private const int EndedUsColumn = 34;

    public static long Seq(SqliteDataReader row) => row.GetInt64(0);

    public static long StartedMs(SqliteDataReader row) => row.GetInt64(StartedAtColumn);

    public static long EndedUs(SqliteDataReader row) => row.GetInt64(EndedUsColumn);

    public static LlmCall Read(SqliteDataReader row, SqliteConnection connection, NameTexts names)
    {
        return new LlmCall
        {
            Id = CallIdCode.Decode(row.GetValue(1)),
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(StartedMs(row)),
            Provider = Name(3)!,
            Dialect = Name(4)!,
            Operation = Name(5)!,
            Route = Name(6)!,
            RequestModel = Name(7),
            ResponseModel = Name(8),
            Streaming = row.GetInt64(9) != 0,
            StatusCode = row.GetInt32(10),
            Outcome = (CallOutcome)row.GetInt32(11),
            ErrorType = Name(12),
            Latency = CallTime.Span(row.GetInt64(13)),
            TimeToFirstToken = row.IsDBNull(14) ? null : CallTime.Span(row.GetInt64(14)),
            BytesIn = row.GetInt64(15),
            BytesOut = row.GetInt64(16),
            Tokens = Tokens(row),
            Cost = new CallCost(row.IsDBNull(26) ? null : new NanoUsd(row.GetInt64(26)), (PriceStatus)row.GetInt32(27)),
            User = Name(28),
            Team = Name(29),
            Session = row.TextOrNull(30),
            Tags = row.TextOrNull(31) is { } tags ? JsonSerializer.Deserialize<string[]>(tags)! : [],
            ApiKey = row.TextOrNull(32),
            ApiKeyId = row.TextOrNull(33),
        };

        string? Name(int column) => row.IsDBNull(column) ? null : names.Of(row.GetInt64(column), connection);
    }

    private static TokenUsage Tokens(SqliteDataReader row) => new()
    {
        UncachedInput = row.GetInt64(17),
        CacheRead = row.GetInt64(18),
        CacheWrite5m = row.GetInt64(19),
        CacheWrite1h = row.GetInt64(20),
        AudioInput = row.GetInt64(21),
        TextOutput = row.GetInt64(22),
        Reasoning = row.GetInt64(23),
        AudioOutput = row.GetInt64(24),
        Source = (TokenSource)row.GetInt32(25),
    };
}
