using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Tests.Storage;

/// <summary>The contract on SQLite, and what only SQLite can do wrong.</summary>
public sealed class SqliteCallStoreTests : CallStoreContract
{
    [Fact]
    public async Task Append_WhileAnotherProcessHoldsTheDatabase_ThrowsAndSucceedsLater()
    {
        await using var test = new TestDatabase();
        await using (var other = test.Database.OpenWriter())
        {
            other.Run("BEGIN EXCLUSIVE");
            await Assert.ThrowsAsync<SqliteException>(() => test.Store.AppendAsync([SomeCalls.Plain()], Cancellation));
            other.Run("ROLLBACK");
        }

        Assert.Single(await test.Store.AppendAsync([SomeCalls.Plain()], Cancellation));
        Assert.NotNull(await test.Log.FindAsync("call-1", Cancellation));
    }

    [Fact]
    public async Task Names_GivenOutInATransactionThatFailed_AreForgotten()
    {
        await using var test = new TestDatabase();
        test.Database.OpenWriter().Run("CREATE TRIGGER refuse BEFORE INSERT ON call_hours WHEN (SELECT count(*) FROM calls) = 1 BEGIN SELECT raise(ABORT, 'full'); END");
        await Assert.ThrowsAsync<SqliteException>(() => test.Store.AppendAsync([SomeCalls.Plain("lost") with { Provider = "first", User = "first-user" }], Cancellation));
        Assert.Equal(0, test.Scalar("SELECT (SELECT count(*) FROM names) + (SELECT count(*) FROM calls) + (SELECT count(*) FROM call_minutes)"));

        test.Database.OpenWriter().Run("DROP TRIGGER refuse");
        await test.Store.AppendAsync([SomeCalls.Full], Cancellation);
        await test.Store.AppendAsync([SomeCalls.Plain("lost") with { Provider = "first", User = "first-user" }], Cancellation);

        Assert.Equivalent(SomeCalls.Full, await test.Log.FindAsync(SomeCalls.Full.Id, Cancellation), strict: true);
        var again = await test.Log.FindAsync("lost", Cancellation);
        Assert.Equal(("first", "first-user"), (again!.Provider, again.User));
    }

    [Fact]
    public async Task Reopen_AfterAWriterThatWasNeverClosed_SeesEveryCommittedBatch()
    {
        await using var test = new TestDatabase();
        await test.Store.AppendAsync([.. SomeCalls.Traffic(500)], Cancellation);
        // What a killed process leaves behind: the file and its WAL as they are at this moment.
        var copy = Directory.CreateTempSubdirectory("gateway-crash-");
        foreach (var suffix in (string[])["", "-wal"])
            File.Copy(test.Database.FilePath + suffix, Path.Combine(copy.FullName, "calls.db" + suffix));

        var reopened = new SqliteDatabase("Data Source=calls.db", copy.FullName);
        SqliteMigrations.Apply(reopened);
        var calls = await new SqliteCallLog(reopened).StreamAsync(CallFilter.All, Cancellation).CountAsync(Cancellation);

        Assert.True(new FileInfo(test.Database.FilePath + "-wal").Length > 0);
        Assert.Equal(500, calls);
        SqliteConnection.ClearAllPools();
        copy.Delete(recursive: true);
    }

    [Fact]
    public async Task Readers_WhileBatchesAreWritten_SeeWholeBatchesOnly()
    {
        await using var test = new TestDatabase();
        const int batch = 50;
        var writing = Task.Run(
            async () =>
            {
                foreach (var calls in SomeCalls.Traffic(40 * batch).Chunk(batch))
                    await test.Store.AppendAsync(calls, Cancellation);
            },
            Cancellation);
        var torn = 0L;
        do
        {
            var (calls, sums) = Counts(test);
            torn += (calls % batch) + Math.Abs(calls - sums);
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal(0, torn);
        Assert.Equal((2000, 2000), Counts(test));
    }

    [Fact]
    public async Task Disk_ForRealisticTraffic_StaysBelow300BytesACall()
    {
        await using var test = new TestDatabase();
        const int count = 50_000;
        foreach (var calls in SomeCalls.Traffic(count).Chunk(1000))
            await test.Store.AppendAsync(calls, Cancellation);

        var all = Bytes(test);
        // The sums are apart, because they outlive the calls. What is left: rows, their indexes and the words they refer to.
        test.Database.OpenWriter().Run("DROP TABLE call_minutes; DROP TABLE call_hours");
        var bytes = Bytes(test);
        TestContext.Current.TestOutputHelper?.WriteLine($"{(double)bytes / count:0.0} bytes a call, {(double)(all - bytes) / count:0.0} for its sums");
        Assert.InRange((double)bytes / count, 1, 300);
    }

    [Fact]
    public async Task Pages_OfTheUnfilteredLog_AreReadFromTheIndexWithoutSorting()
    {
        await using var test = new TestDatabase();
        using var connection = test.Database.OpenReader();
        using var explain = connection.Command($"EXPLAIN QUERY PLAN {CallRow.Select} WHERE (c.started_at, c.seq) < (1, 1) ORDER BY c.started_at DESC, c.seq DESC LIMIT 10");
        using var replay = connection.Command($"EXPLAIN QUERY PLAN {CallRow.Select} WHERE (c.ended_us, c.seq) > (1, 1) AND c.ended_us < 5 ORDER BY c.ended_us, c.seq LIMIT 10");

        Assert.Contains("SEARCH c USING INDEX calls_by_start", Plan(explain), StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INDEX calls_by_end", Plan(replay), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", Plan(explain) + Plan(replay), StringComparison.Ordinal);
    }

    protected override Task<Subject> CreateAsync()
    {
        var test = new TestDatabase();
        return Task.FromResult(new Subject(test.Store, test.Log, test.Rollups, test));
    }

    private static (long Calls, long Sums) Counts(TestDatabase test)
    {
        using var connection = test.Database.OpenReader();
        using var command = connection.Command("SELECT (SELECT count(*) FROM calls), (SELECT coalesce(sum(calls), 0) FROM call_minutes)");
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static long Bytes(TestDatabase test) =>
        (test.Scalar("PRAGMA page_count") - test.Scalar("PRAGMA freelist_count")) * test.Scalar("PRAGMA page_size");

    private static string Plan(SqliteCommand explain)
    {
        using var reader = explain.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));

        return string.Join('\n', lines);
    }
}
