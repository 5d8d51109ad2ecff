using System.Text.Json;
using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Routing;
using Gateway.Alerting.Time;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.History;

public sealed class SqliteAlertStoreTests : AlertStoreContract, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-alerts-");
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly OutboxSignal _signal = new();
    private readonly AlertChanges _changes = new();
    private readonly DeliveryChanges _deliveries = new();
    private readonly RouteBook _routes;

    public SqliteAlertStoreTests()
    {
        _database = new("Data Source=alerts.db;Pooling=false", _folder.FullName);
        SqliteMigrations.Apply(_database);
        _writer = new(_database);
        _routes = SomeRouting.NoRoutes(Channels);
        var policy = new NotificationPolicy(Channels, _routes, id => Rules.Find(rule => rule.Id == id));
        Store = new SqliteAlertStore(_database, _writer, policy, _signal);
        Log = new SqliteAlertLog(_database);
        Desk = new SqliteAlertDesk(_writer, policy, _time, _changes, _signal);
        Statistics = new SqliteAlertStatistics(_database, new LocalDays(_time, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        Outbox = new SqliteDeliveryOutbox(_database, _writer, _signal, _deliveries);
    }

    protected override IAlertStore Store { get; }

    protected override IAlertLog Log { get; }

    protected override IAlertDesk Desk { get; }

    protected override IDeliveryOutbox Outbox { get; }

    protected override IAlertStatistics Statistics { get; }

    protected override DateTimeOffset Now
    {
        get => _time.GetUtcNow();
        set => _time.AdjustTime(value);
    }

    protected override IReadOnlyList<(string By, string Action, string Target)> Audited()
    {
        using var connection = _database.OpenReader();
        return [.. connection.Query<(string, string, string)>("select by, action, target from audit")];
    }

    /// <summary>The index must neither miss an alert nor name one that looking at the texts would not find.</summary>
    [Fact]
    public async Task Search_OfHostileTexts_FindsWhatLookingAtEachFinds()
    {
        string[] parts = ["a\"b", "100%", "_x_", "\\", "😀😃😄", "Ärger", "ärger", "ÉCOLE", "école", "日本語", "Ошибка", "ошибка", "it's", "AND", "or", "\"\"", "*", "İI", "ıi", "ẞß", "rate", "RATE", " ", "\n", "e\u0301"];
        var random = new Random(170);
        string Some(int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => parts[random.Next(parts.Length)]));
        string Name(string text) => JsonEncodedText.Encode($"n{text.ReplaceLineEndings("")}.").ToString();
        var notes = new Dictionary<string, string>();
        for (var index = 0; index < 60; index++)
        {
            var id = Assert.Single(await Record(Opened($"{index}{Some(4)}", rule: Rule(name: Name(Some(4)))))).Id;
            if (index % 3 > 0)
                await Desk.AddNoteAsync(id, "ann", notes[id] = Some(5), TestContext.Current.CancellationToken);
            if (index % 3 == 2)
                await Desk.AddNoteAsync(id, "bob", notes[id + "2"] = Some(5), TestContext.Current.CancellationToken);
        }

        var alerts = await CompareAsync(notes, () => Some(4));
        await Desk.ActAsync(AlertAct.Resolve, [.. alerts.Take(30).Select(alert => alert.Id)], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ActAsync(AlertAct.Delete, [.. alerts.Take(20).Select(alert => alert.Id)], "ann", null, TestContext.Current.CancellationToken);
        await _writer.WriteAsync((connection, transaction) => connection.Execute("delete from alerts where id = @Id", alerts[25], transaction), TestContext.Current.CancellationToken);
        Assert.Equal(39, (await CompareAsync(notes, () => Some(4))).Count);
        using var reader = _database.OpenReader();
        Assert.Equal((39, 39), reader.QuerySingle<(long, long)>("select (select count(*) from alert_texts), (select count(*) from alert_search)"));
    }

    [Fact]
    public async Task Search_ThatVeryManyMatch_ListsTheNewestAndCountsAll()
    {
        await _writer.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                with recursive n (value) as (select 1 union all select value + 1 from n where value < 5200)
                insert into alerts (id, rule_id, rule_name, group_key, group_values, status, severity, triggered_at, description, labels, conditions)
                select 'a' || value, 'r', 'n', value, '{}', iif(value % 1000 = 0, 0, 2), 1, value, iif(value % 2600 = 0, 'error rates', 'erates error'), '{}', '[]' from n
                """,
                transaction: transaction),
            TestContext.Current.CancellationToken);

        var all = await Log.ListAsync(new() { Search = "ERROR" }, AlertSort.Newest, 2, 4_000, TestContext.Current.CancellationToken);
        var few = await Log.ListAsync(new() { Search = "error rates" }, AlertSort.Oldest, 5, 0, TestContext.Current.CancellationToken);

        Assert.Equal((5_200, "a1200", "a1199"), (all.Total, all.Alerts[0].Id, all.Alerts[1].Id));
        Assert.Equal((2, "a2600", "a5200"), (few.Total, few.Alerts[0].Id, few.Alerts[1].Id));
        Assert.Equal(new AlertCounts(5, 0, 5_195), await Log.CountAsync(new() { Search = "error" }, TestContext.Current.CancellationToken));
    }

    /// <summary>The sums by quarter of an hour are kept by triggers: after each kind of change they must be what counting the alerts gives.</summary>
    [Fact]
    public async Task SumsByQuarter_AfterEveryAct_AreThoseOfTheAlerts()
    {
        var ids = (await Record(Opened("a"), Opened("b"), Opened("c"), Opened("d"), Opened("e", Some.Noon.AddHours(3)))).Select(alert => alert.Id).ToList();
        AssertSums(5);
        await Desk.AcknowledgeAsync(ids[0], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ActAsync(AlertAct.Unacknowledge, [ids[0]], "ann", null, TestContext.Current.CancellationToken);
        AssertSums(5);
        Now = Some.Noon.AddHours(4);
        await Desk.AcknowledgeAsync(ids[1], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ResolveAsync(ids[1], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ResolveAsync(ids[2], "ann", null, TestContext.Current.CancellationToken);
        AssertSums(5);
        await Desk.DeleteAsync(ids[2], "ann", TestContext.Current.CancellationToken);
        AssertSums(4);
        await _writer.WriteAsync((connection, transaction) => connection.Execute("delete from alerts where deleted_at is not null or id = @id", new { id = ids[1] }, transaction), TestContext.Current.CancellationToken);
        AssertSums(3);
    }

    private void AssertSums(long count)
    {
        using var connection = _database.OpenReader();
        const string columns = "bucket || ' ' || severity || ' ' || status || ' ' || count || ' ' || acknowledged || ' ' || acknowledge_ms || ' ' || resolve_ms || ' ' || false_alarms";
        var kept = connection.Query<string>($"select {columns} from alert_quarters where count > 0 order by 1").ToList();
        var counted = connection.Query<string>(
            $"""
            select {columns} from (
                select triggered_at / 900000 * 900000 as bucket, severity, status, count(*) as count, count(acknowledged_at) as acknowledged,
                       ifnull(sum(acknowledged_at - triggered_at), 0) as acknowledge_ms, ifnull(sum(resolved_at - triggered_at), 0) as resolve_ms,
                       count(case when resolved_at - triggered_at <= 60000 then 1 end) as false_alarms
                from alerts where deleted_at is null group by 1, 2, 3) order by 1
            """).ToList();
        Assert.Equal(counted, kept);
        Assert.Equal(count, connection.ExecuteScalar<long>("select sum(count) from alert_quarters"));
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _signal.Dispose();
        _changes.Dispose();
        _deliveries.Dispose();
        _routes.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <returns>All that there are.</returns>
    private async Task<IReadOnlyList<Alert>> CompareAsync(Dictionary<string, string> notes, Func<string> some)
    {
        var alerts = (await Log.ListAsync(new(), AlertSort.Newest, 500, 0, TestContext.Current.CancellationToken)).Alerts;
        for (var turn = 0; turn < 400; turn++)
        {
            // A piece of what stands somewhere, or something made up.
            var text = turn % 2 == 0 ? some() : string.Concat(notes.Values.ElementAt(turn % notes.Count).EnumerateRunes().Skip(turn % 3));
            var expected = alerts.Where(alert => Texts(alert, notes).Any(there => Contains(there, text)) || (Contains(AlertRow.Write(alert.Group), text) && alert.Group.Values.Any(value => Contains(value, text))));
            var found = await Log.ListAsync(new() { Search = text }, AlertSort.Newest, 500, 0, TestContext.Current.CancellationToken);
            Assert.Equal(expected.Select(alert => alert.Id), found.Alerts.Select(alert => alert.Id));
            Assert.Equal(found.Alerts.Count, (await Log.CountAsync(new() { Search = text }, TestContext.Current.CancellationToken)).All);
        }

        return alerts;
    }

    private static IEnumerable<string> Texts(Alert alert, Dictionary<string, string> notes) =>
        new[] { alert.RuleName, alert.Description, notes.GetValueOrDefault(alert.Id), notes.GetValueOrDefault(alert.Id + "2") }.OfType<string>();

    private static bool Contains(string there, string text) => Fold(there).Contains(Fold(text), StringComparison.Ordinal);

    /// <summary>As SQLite does: ASCII letters only.</summary>
    private static string Fold(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));
}
