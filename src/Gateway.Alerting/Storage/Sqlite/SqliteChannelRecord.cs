using Dapper;
using Gateway.Alerting.Delivery;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What became of messages, read from the deliveries; tests are put there too.</summary>
internal sealed class SqliteChannelRecord(SqliteDatabase database, SqliteWriter writer) : IChannelRecord
{
    private const string Tested = "channel.tested";

    /// <summary>A message is looked for in each state by itself, so that an index on channel and status finds it at once.</summary>
    private static readonly DeliveryStatus[] NotArrived = [DeliveryStatus.Pending, DeliveryStatus.Failed, DeliveryStatus.Dead];

    public ChannelPast PastOf(string channelId)
    {
        using var connection = database.OpenReader();
        var success = connection.ExecuteScalar<long?>(
            "select sent_at from deliveries where log_channel = @channelId and log_status = @sent order by seq desc limit 1",
            new { channelId, sent = DeliveryStatus.Sent });
        var error = NotArrived.Select(status => LastError(connection, channelId, status)).OfType<ErrorRow>().MaxBy(row => row.at);
        return new(success is { } at ? AlertRow.Instant(at) : null, error?.ToError());
    }

    public Task AddTestAsync(Delivery.Delivery test, DeliveryAttempt attempt, string by, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            Insert(test, attempt, connection, transaction);
            new AlertTransaction(connection, transaction).Audit(attempt.At, by, Tested, test.ChannelId, Words(attempt.Outcome));
            return true;
        },
        cancellationToken);

    public Task AddDraftTestAsync(string type, DeliveryAttempt attempt, string by, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            new AlertTransaction(connection, transaction).Audit(attempt.At, by, Tested, type, $"not saved; {Words(attempt.Outcome)}");
            return true;
        },
        cancellationToken);

    private static ErrorRow? LastError(SqliteConnection connection, string channelId, DeliveryStatus status) => connection.QuerySingleOrDefault<ErrorRow>(
        """
        select a.at, a.status_code, a.error from delivery_attempts as a
        where a.error is not null and a.delivery_id = (
            select id from deliveries where log_channel = @channelId and log_status = @status and attempts > 0 order by seq desc limit 1)
        order by a.id desc limit 1
        """,
        new { channelId, status });

    private static void Insert(Delivery.Delivery test, DeliveryAttempt attempt, SqliteConnection connection, SqliteTransaction transaction)
    {
        var (outcome, ended) = (attempt.Outcome, (attempt.At + attempt.Duration).ToUnixTimeMilliseconds());
        var isTried = outcome.Result != DeliveryResult.NotConfigured;
        connection.Execute(
            """
            insert into deliveries (id, channel_id, event, status, reason, payload, attempts, created_at, sent_at)
            values (@Id, @ChannelId, @Event, @status, @Error, @Payload, @tries, @at, @sent)
            """,
            new
            {
                test.Id,
                test.ChannelId,
                test.Event,
                test.Payload,
                status = StatusOf(outcome.Result),
                outcome.Error,
                tries = isTried ? 1 : 0,
                at = attempt.At.ToUnixTimeMilliseconds(),
                sent = outcome.Result == DeliveryResult.Delivered ? ended : (long?)null,
            },
            transaction);
        if (isTried)
        {
            connection.Execute(
                "insert into delivery_attempts (delivery_id, at, status_code, duration_ms, error) values (@Id, @at, @StatusCode, @duration, @Error)",
                new { test.Id, at = attempt.At.ToUnixTimeMilliseconds(), outcome.StatusCode, duration = attempt.Duration.TotalMilliseconds, outcome.Error },
                transaction);
        }
    }

    /// <summary>A test is not tried again.</summary>
    private static DeliveryStatus StatusOf(DeliveryResult result) => result switch
    {
        DeliveryResult.Delivered => DeliveryStatus.Sent,
        DeliveryResult.NotConfigured => DeliveryStatus.Skipped,
        _ => DeliveryStatus.Failed,
    };

    private static string Words(DeliveryOutcome outcome) => outcome.Result == DeliveryResult.Delivered ? "it arrived" : $"it did not arrive: {outcome.Error}";

    private sealed record ErrorRow(long at, long? status_code, string error)
    {
        public ChannelError ToError() => new(AlertRow.Instant(at), (int?)status_code, error);
    }
}
