using Dapper;
using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.Alerting.Tests.Delivery.Outbox;

/// <summary>The worker asks after every message: what it asks must not grow with the queue.</summary>
public sealed class OutboxPlanTests
{
    [Theory]
    [InlineData(SqliteDeliveryOutbox.Due, "deliveries_queue (channel_id=?)")]
    [InlineData(SqliteDeliveryOutbox.NextDue, "deliveries_due (channel_id=?)")]
    public async Task Plan_OfWhatTheWorkerAsks_ReadsIndexesInTheirOrder(string sql, string index)
    {
        await using var stage = new DeliveryStage("slack", "discord");
        using var connection = stage.Database.OpenReader();

        var plan = string.Join('\n', connection.Query<(long, long, long, string Detail)>("explain query plan " + sql, new { busy = "[]", now = 0 }).Select(step => step.Detail));

        Assert.Contains($"INDEX {index}", plan, StringComparison.Ordinal);
        Assert.Contains("INDEX deliveries_earlier (alert_id=? AND channel_id=? AND seq<?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN d", plan, StringComparison.Ordinal);
        // What is sorted is one message a channel.
        Assert.InRange(plan.Split('\n').Count(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)), 0, 1);
    }
}
