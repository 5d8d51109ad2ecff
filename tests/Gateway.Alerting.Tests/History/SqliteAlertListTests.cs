using Dapper;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.History;

/// <summary>Lists go by another index for each filter and order, and counts by sums: all must say what looking at every alert says.</summary>
public sealed class SqliteAlertListTests : IAsyncDisposable
{
    private const int Alerts = 12_000;
    private const int Turns = 150;
    private static readonly long Start = Some.Noon.AddDays(-10).ToUnixTimeMilliseconds();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-alerts-");
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly SqliteAlertLog _log;

    public SqliteAlertListTests()
    {
        _database = new("Data Source=alerts.db;Pooling=false", _folder.FullName);
        SqliteMigrations.Apply(_database);
        _writer = new(_database);
        _log = new(_database);
    }

    [Fact]
    public async Task ListAndCounts_WhateverTheFilterAndTheOrder_AreThoseOfEveryAlert()
    {
        var random = new Random(190);
        var all = Rows(random);
        await _writer.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                insert into alerts (id, rule_id, rule_name, group_key, group_values, status, severity, triggered_at, description, labels, conditions)
                values (@Id, @Rule, @Rule, @Id, '{}', @Status, @Severity, @At, 'd', '{}', '[]')
                """,
                all,
                transaction),
            TestContext.Current.CancellationToken);

        for (var turn = 0; turn < Turns; turn++)
        {
            var (filter, sort) = (Filter(random), (AlertSort)random.Next(4));
            var matching = Sorted(all.Where(row => Matches(row, filter)), sort).ToList();
            var offset = random.Next(matching.Count + 1);

            var page = await _log.ListAsync(filter, sort, 25, offset, TestContext.Current.CancellationToken);
            var counts = await _log.CountAsync(filter, TestContext.Current.CancellationToken);
            var overTime = await _log.CountOverTimeAsync(filter, Bounds, TestContext.Current.CancellationToken);

            Assert.Equal(matching.Count, page.Total);
            Assert.Equal(matching.Skip(offset).Take(25).Select(row => row.Id), page.Alerts.Select(alert => alert.Id));
            Assert.Equal(Counted(all, filter), counts);
            Assert.Equal(CountedOverTime(all, filter), overTime);
            Assert.Equal(
                Sorted(matching, AlertSort.Newest).Take(1_000).Select(row => row.Id), await _log.IdsAsync(filter, 1_000, TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Days of a zone that begins them a quarter to an hour: each at a quarter, none at an hour.</summary>
    private static IReadOnlyList<DateTimeOffset> Bounds { get; } = [.. Enumerable.Range(1, 9).Select(day => Some.Noon.AddDays(day - 10).AddMinutes(45))];

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Some at the same millisecond, most of them resolved, and one severity that is rare.</summary>
    private static List<Row> Rows(Random random) =>
        [.. Enumerable.Range(0, Alerts).Select(index => new Row(
            $"a{random.Next():x8}{index}",
            $"r{random.Next(random.Next(1, 6))}",
            random.Next(20) switch { 0 => 0, 1 => 1, _ => 2 },
            random.Next(300) == 0 ? 0 : random.Next(1, 4),
            Start + (random.NextInt64(900_000_000) / 1_000 * 1_000)))];

    private static AlertFilter Filter(Random random)
    {
        var from = random.Next(2) == 0 ? (DateTimeOffset?)null : At(random);
        var to = random.Next(2) == 0 ? (DateTimeOffset?)null : At(random);
        return new()
        {
            Status = random.Next(2) == 0 ? null : (AlertStatus)random.Next(3),
            UnresolvedOnly = random.Next(4) == 0,
            Severity = random.Next(2) == 0 ? null : (AlertPriority)random.Next(4),
            RuleId = random.Next(4) > 0 ? null : $"r{random.Next(7)}",
            From = from,
            To = to,
        };
    }

    /// <summary>At a quarter of an hour, just beside it, or anywhere.</summary>
    private static DateTimeOffset At(Random random)
    {
        var at = Start + random.NextInt64(900_000_000);
        return DateTimeOffset.FromUnixTimeMilliseconds(random.Next(4) switch
        {
            0 => at / 900_000 * 900_000,
            1 => (at / 900_000 * 900_000) + 1,
            2 => (at / 900_000 * 900_000) - 1,
            _ => at,
        });
    }

    private static bool Matches(Row row, AlertFilter filter) =>
        (filter.Status is null || row.Status == (int)filter.Status)
        && (!filter.UnresolvedOnly || row.Status < 2)
        && (filter.Severity is null || row.Severity == (int)filter.Severity)
        && (filter.RuleId is null || row.Rule == filter.RuleId)
        && (filter.From is null || row.At >= filter.From.Value.ToUnixTimeMilliseconds())
        && (filter.To is null || row.At < filter.To.Value.ToUnixTimeMilliseconds());

    private static IEnumerable<Row> Sorted(IEnumerable<Row> rows, AlertSort sort) => sort switch
    {
        AlertSort.Oldest => rows.OrderBy(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal),
        AlertSort.Severity => rows.OrderBy(row => row.Severity).ThenByDescending(row => row.At).ThenByDescending(row => row.Id, StringComparer.Ordinal),
        AlertSort.Rule => rows.OrderBy(row => row.Rule, StringComparer.Ordinal).ThenByDescending(row => row.At).ThenByDescending(row => row.Id, StringComparer.Ordinal),
        _ => rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id, StringComparer.Ordinal),
    };

    private static AlertCounts Counted(List<Row> all, AlertFilter filter)
    {
        var any = filter with { Status = null, UnresolvedOnly = false };
        return new(Of(0), Of(1), Of(2));

        long Of(int status) => all.Count(row => row.Status == status && Matches(row, any));
    }

    private static IEnumerable<SeverityCounts> CountedOverTime(List<Row> all, AlertFilter filter) => Bounds.Zip(Bounds.Skip(1)).Select(span =>
    {
        var matching = all.Where(row => Matches(row, filter with { From = span.First, To = span.Second })).ToLookup(row => row.Severity);
        return new SeverityCounts(matching[0].Count(), matching[1].Count(), matching[2].Count(), matching[3].Count());
    });

    private sealed record Row(string Id, string Rule, int Status, int Severity, long At);
}
