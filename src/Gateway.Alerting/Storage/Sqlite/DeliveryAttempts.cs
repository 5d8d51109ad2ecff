using Dapper;
using Gateway.Alerting.Delivery;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The tries of messages.</summary>
internal static class DeliveryAttempts
{
    /// <summary>More than all channels may be sent in the time that matters.</summary>
    private const int MostRead = 10_000;

    /// <summary>The last try of a channel that did not arrive, whatever became of the message.</summary>
    internal const string LastError = """
        select at, status_code, error from delivery_attempts indexed by delivery_attempts_with_error
        where channel_id = @channelId and error is not null order by id desc limit 1
        """;

    public static void Add(Delivery.Delivery delivery, DeliveryAttempt attempt, SqliteConnection connection, SqliteTransaction transaction) => connection.Execute(
        """
        insert into delivery_attempts (delivery_id, channel_id, at, status_code, duration_ms, error, retry_after_ms)
        values (@Id, @ChannelId, @at, @StatusCode, @duration, @Error, @retryAfter)
        """,
        new
        {
            delivery.Id,
            delivery.ChannelId,
            at = attempt.At.ToUnixTimeMilliseconds(),
            attempt.Outcome.StatusCode,
            duration = attempt.Duration.TotalMilliseconds,
            attempt.Outcome.Error,
            retryAfter = (long?)attempt.Outcome.RetryAfter?.TotalMilliseconds,
        },
        transaction);

    /// <returns>Oldest first.</returns>
    public static IReadOnlyList<PastTry> Latest(SqliteConnection connection, DateTimeOffset since) =>
    [
        .. connection
            .Query<TryRow>(
                """
                select channel_id, at, duration_ms, error, retry_after_ms from
                    (select id, channel_id, at, duration_ms, error, retry_after_ms from delivery_attempts order by id desc limit @MostRead)
                where at >= @since and channel_id is not null order by id
                """,
                new { MostRead, since = since.ToUnixTimeMilliseconds() })
            .Select(row => new PastTry(
                row.channel_id,
                AlertRow.Instant(row.at),
                TimeSpan.FromMilliseconds(row.duration_ms),
                row.error is null,
                row.retry_after_ms is { } asked ? TimeSpan.FromMilliseconds(asked) : null)),
    ];

    private sealed record TryRow(string channel_id, long at, double duration_ms, string? error, long? retry_after_ms);
}
