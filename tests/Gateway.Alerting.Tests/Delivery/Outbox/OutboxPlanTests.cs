using Dapper;
using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.Alerting.Tests.Delivery.Outbox;

/// <summary>The worker asks after every message, and the pages for every channel: what they ask must not grow with the queue or the log.</summary>
public sealed class OutboxPlanTests
{
    [Theory]
    [InlineData(SqliteDeliveryOutbox.Due, "deliveries_queue (channel_id=?)")]
    [InlineData(SqliteDeliveryOutbox.NextDue, "deliveries_due (channel_id=?)")]
    public async Task Plan_OfWhatTheWorkerAsks_ReadsIndexesInTheirOrder(string sql, string index)
    {
        var plan = await PlanAsync(sql, new { busy = "[]", now = 0 });

        Assert.Contains($"INDEX {index}", plan, StringComparison.Ordinal);
        Assert.Contains("INDEX deliveries_earlier (alert_id=? AND channel_id=? AND seq<?)", plan, StringComparison.Ordinal);
        Assert.Contains("INDEX deliveries_in_digest (alert_id=? AND channel_id=?", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN d", plan, StringComparison.Ordinal);
        // What is sorted is one message a channel.
        Assert.InRange(plan.Split('\n').Count(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)), 0, 1);
    }

    [Theory]
    [InlineData(SqliteChannelRecord.LastSuccess, "deliveries_log_both (log_channel=? AND log_status=?)")]
    [InlineData(DeliveryAttempts.LastError, "delivery_attempts_with_error (channel_id=?)")]
    public async Task Plan_OfHowAChannelDidLast_TakesTheEndsOfIndexes(string sql, params string[] indexes)
    {
        var plan = await PlanAsync(sql, new { channelId = "slack" });

        Assert.All(indexes, index => Assert.Contains($"INDEX {index}", plan, StringComparison.Ordinal));
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(string sql, object parameters)
    {
        await using var stage = new DeliveryStage("slack", "discord");
        using var connection = stage.Database.OpenReader();
        return string.Join('\n', connection.Query<(long, long, long, string Detail)>("explain query plan " + sql, parameters).Select(step => step.Detail));
    }
}
