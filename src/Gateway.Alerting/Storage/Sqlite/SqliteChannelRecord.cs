using Dapper;
using Gateway.Alerting.Delivery;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What became of messages, read from the deliveries; tests are put there too.</summary>
internal sealed class SqliteChannelRecord(SqliteDatabase database, SqliteWriter writer) : IChannelRecord
{
    private const string Tested = "channel.tested";

    /// <summary>The message that arrived last; the delivery log has names of its own for channel and status, and an index on them.</summary>
    internal const string LastSuccess = "select sent_at from deliveries where log_channel = @channelId and log_status = 1 order by seq desc limit 1";

    public ChannelPast PastOf(string channelId)
    {
        using var connection = database.OpenReader();
        var success = connection.ExecuteScalar<long?>(LastSuccess, new { channelId });
        var error = connection.QuerySingleOrDefault<ErrorRow>(DeliveryAttempts.LastError, new { channelId });
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
            DeliveryAttempts.Add(test, attempt, connection, transaction);
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
