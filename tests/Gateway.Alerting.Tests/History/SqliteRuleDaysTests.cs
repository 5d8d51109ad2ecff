using Gateway.Alerting.History;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Storage;
using Gateway.Alerting.Windows;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.History;

public sealed class SqliteRuleDaysTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LastDay_OfRules_CountsTheirFiringsByTheHour()
    {
        await using var file = new TestDatabase();
        var time = new FakeTimeProvider(Some.Noon.AddMinutes(30));
        await file.Writer.WriteAsync((connection, transaction) =>
        {
            var tables = new AlertTransaction(connection, transaction);
            foreach (var (minutesAgo, number) in new[] { 29, 31, 45, (23 * 60) + 29, (23 * 60) + 31 }.Select((ago, index) => (ago, index)))
            {
                tables.Insert(Alert($"a{number}", time.GetUtcNow().AddMinutes(-minutesAgo)), new GroupKey([$"{number}"]));
            }

            tables.CountSuppressed("loud", time.GetUtcNow());
            tables.CountSuppressed("loud", time.GetUtcNow().AddMinutes(-29));
            tables.CountSuppressed("loud", time.GetUtcNow().AddHours(-30));
            tables.CountSuppressed("other", time.GetUtcNow());
            return 0;
        }, Cancel);
        await file.Store.AppendAsync([SomeCalls.Plain() with { StartedAt = time.GetUtcNow().AddHours(-2), Latency = TimeSpan.Zero }], Cancel);

        var days = await new SqliteRuleDays(file.Database, time).LastDayAsync(["loud", "silent"], Cancel);

        var hours = days["loud"].Hours;
        Assert.Equal(24, hours.Count);
        Assert.Equal(Some.Noon.AddHours(-23), hours[0].Start);
        Assert.Equal([(0, 1L), (22, 2L), (23, 1L)], hours.Index().Where(hour => hour.Item.Fired > 0).Select(hour => (hour.Index, hour.Item.Fired)));
        Assert.Equal([(23, 2L)], hours.Index().Where(hour => hour.Item.Suppressed > 0).Select(hour => (hour.Index, hour.Item.Suppressed)));
        Assert.Equal([21], hours.Index().Where(hour => hour.Item.HasCalls).Select(hour => hour.Index));
        Assert.Equal((0, 0), (days["silent"].Fired, days["silent"].Suppressed));
    }

    private static Alert Alert(string id, DateTimeOffset at) => new() { Id = id, RuleId = "loud", RuleName = "Loud", TriggeredAt = at, Description = "It began." };
}
