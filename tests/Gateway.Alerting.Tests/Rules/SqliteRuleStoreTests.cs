using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Storage;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Rules;

public sealed class SqliteRuleStoreTests : RuleStoreContract, IAsyncDisposable
{
    private readonly TestDatabase _test = new();

    public SqliteRuleStoreTests() => Store = new SqliteRuleStore(_test.Database, _test.Writer);

    protected override IRuleStore Store { get; }

    [Fact]
    public async Task Counters_OfARule_AreWhatAlertsHaveCounted()
    {
        await _test.Writer.WriteAsync(
            (connection, transaction) => connection.Run(
                $"insert into rule_counters (rule_id, trigger_count, suppressed_count, last_triggered) values ('a', 3, 7, {Some.Noon.ToUnixTimeMilliseconds()}), ('b', 0, 1, null)",
                transaction),
            TestContext.Current.CancellationToken);

        var all = await Store.CountersAsync(null, TestContext.Current.CancellationToken);
        var one = await Store.CountersAsync(["b"], TestContext.Current.CancellationToken);

        Assert.Equal(new RuleCounters(3, 7, Some.Noon), all["a"]);
        Assert.Equal(new RuleCounters(0, 1, null), Assert.Single(one).Value);
    }

    public async ValueTask DisposeAsync() => await _test.DisposeAsync();
}
