using System.Globalization;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Storage;

public sealed class CallRetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_OverOldAndNew_DeletesOnlyWhatIsTooOldOfEachKind()
    {
        await using var test = new TestDatabase();
        var now = SomeCalls.Noon;
        foreach (var days in (int[])[29, 31, 89, 91, 729, 731])
            await test.Store.AppendAsync([SomeCalls.Plain($"{days}") with { StartedAt = now.AddDays(-days) }], Cancellation);

        var sweep = await Retention(test).SweepAsync(Cancellation);

        Assert.Equal(new RetentionSweep(5, 3, 1, 0), sweep);
        Assert.Equal(["29"], await test.Log.StreamAsync(CallFilter.All, Cancellation).Select(call => call.Id).ToListAsync(Cancellation));
        Assert.Equal(3, test.Scalar("SELECT count(*) FROM call_minutes"));
        Assert.Equal(5, test.Scalar("SELECT count(*) FROM call_hours"));
    }

    [Fact]
    public async Task Sweep_OverAlerts_TakesThoseThatEndedTooLongAgoWithAllThatBelongsToThem()
    {
        await using var test = new TestDatabase();
        await AlertAsync(test, "old", openedDaysAgo: 400, resolvedDaysAgo: 366);
        await AlertAsync(test, "young", openedDaysAgo: 400, resolvedDaysAgo: 364);
        await AlertAsync(test, "open", openedDaysAgo: 400, resolvedDaysAgo: null);

        var sweep = await Retention(test).SweepAsync(Cancellation);

        Assert.Equal(1, sweep.Alerts);
        Assert.Equal(2, test.Scalar("select count(*) from alerts where id in ('young', 'open')"));
        Assert.Equal(2, test.Scalar("select count(*) from alert_events"));
        Assert.Equal(2, test.Scalar("select count(*) from deliveries"));
        Assert.Equal(2, test.Scalar("select count(*) from delivery_attempts"));
    }

    private static Task AlertAsync(TestDatabase test, string id, int openedDaysAgo, int? resolvedDaysAgo) => test.Writer.WriteAsync(
        (connection, transaction) =>
        {
            var opened = SomeCalls.Noon.AddDays(-openedDaysAgo).ToUnixTimeMilliseconds();
            var resolved = resolvedDaysAgo is { } days ? SomeCalls.Noon.AddDays(-days).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) : "null";
            return connection.Run(
                $"""
                insert into alerts (id, rule_id, rule_name, group_key, group_values, status, severity, triggered_at, resolved_at, description, labels, conditions)
                    values ('{id}', '{id}', '', '', '', {(resolvedDaysAgo is null ? 0 : 2)}, 0, {opened}, {resolved}, '', '', '');
                insert into alert_events (alert_id, at, kind, by) values ('{id}', {opened}, 'opened', 'gateway');
                insert into deliveries (id, alert_id, channel_id, event, status, payload, created_at) values ('{id}', '{id}', 'hook', 'alert.opened', 1, '', {opened});
                insert into delivery_attempts (delivery_id, at, duration_ms) values ('{id}', {opened}, 1);
                """,
                transaction);
        },
        Cancellation);

    [Fact]
    public async Task Sweep_OfManyBatches_DeletesAllPrunesWordsAndShrinksTheFile()
    {
        await using var test = new TestDatabase();
        var calls = SomeCalls.Traffic(9000).ToList();
        await test.Store.AppendAsync([.. calls.Select(call => call with { StartedAt = call.StartedAt.AddDays(-40) })], Cancellation);
        var kept = SomeCalls.Full;
        await test.Store.AppendAsync([kept], Cancellation);
        var before = test.Scalar("PRAGMA page_count");

        var sweep = await Retention(test).SweepAsync(Cancellation);

        Assert.Equal(9000, sweep.Calls);
        Assert.Equal(1, test.Scalar("SELECT count(*) FROM sessions"));
        Assert.Equal(1, test.Scalar("SELECT count(*) FROM tag_sets"));
        Assert.Equal(0, test.Scalar("PRAGMA freelist_count"));
        Assert.True(test.Scalar("PRAGMA page_count") < before);
        Assert.Equivalent(kept, await test.Log.FindAsync(kept.Id, Cancellation), strict: true);
    }

    [Fact]
    public async Task Sweep_ThatPrunedASession_LetsLaterCallsUseItAgain()
    {
        await using var test = new TestDatabase();
        await test.Store.AppendAsync([SomeCalls.Full with { StartedAt = SomeCalls.Noon.AddDays(-40) }], Cancellation);
        await Retention(test).SweepAsync(Cancellation);

        await test.Store.AppendAsync([SomeCalls.Plain("other") with { Session = "other" }, SomeCalls.Full], Cancellation);

        Assert.Equivalent(SomeCalls.Full, await test.Log.FindAsync(SomeCalls.Full.Id, Cancellation), strict: true);
    }

    [Fact]
    public async Task Service_AnHourLater_SweepsAgain()
    {
        await using var test = new TestDatabase();
        var time = new FakeTimeProvider(SomeCalls.Noon);
        using var retention = Retention(test, time);
        await retention.StartAsync(Cancellation);
        // Young enough for the sweep at the start, too old for the next.
        await test.Store.AppendAsync([SomeCalls.Plain() with { StartedAt = SomeCalls.Noon.AddDays(-30).AddMinutes(30) }], Cancellation);

        await PassHoursAsync(test, time);

        Assert.Equal(0, test.Scalar("SELECT count(*) FROM calls"));
        await retention.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Service_WhenTheDatabaseWasAwayForAWhile_SweepsAgain()
    {
        await using var test = new TestDatabase();
        var time = new FakeTimeProvider(SomeCalls.Noon);
        await test.Store.AppendAsync([SomeCalls.Plain() with { StartedAt = SomeCalls.Noon.AddDays(-31) }], Cancellation);
        using var retention = Retention(test, time);
        File.Move(test.Database.FilePath, test.Database.FilePath + ".away");
        await retention.StartAsync(Cancellation);
        await Assert.ThrowsAsync<DatabaseRefusedException>(() => test.Writer.WriteAsync((_, _) => 0, Cancellation));

        File.Move(test.Database.FilePath + ".away", test.Database.FilePath);
        await PassHoursAsync(test, time);

        Assert.Equal(0, test.Scalar("SELECT count(*) FROM calls"));
        await retention.StopAsync(Cancellation);
    }

    [Fact]
    public void Options_FromWords_AreRead()
    {
        var options = RetentionOptions.Read(Configuration(("Calls", "7d"), ("Minutes", "45"), ("Hours", "2160h")));

        Assert.Equal(new RetentionOptions { Calls = TimeSpan.FromDays(7), Minutes = TimeSpan.FromDays(45), Hours = TimeSpan.FromDays(90) }, options);
        Assert.Equal(new RetentionOptions(), RetentionOptions.Read(Configuration()));
    }

    [Fact]
    public void Options_WithMistakes_NameEveryKeyAndWhatIsAllowed()
    {
        var fault = Assert.Throws<FormatException>(() => RetentionOptions.Read(Configuration(("Calls", "soon"), ("Hours", "1s"), ("Alrets", "1d"))));

        Assert.Contains("Alerting:Retention:Calls must be a length of time", fault.Message, StringComparison.Ordinal);
        Assert.Contains("was \"soon\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Alerting:Retention:Hours must be at least 1h", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Alerting:Retention:Alrets is not a setting", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Until no call is left, or long enough to be sure that none will go.</summary>
    private static async Task PassHoursAsync(TestDatabase test, FakeTimeProvider time)
    {
        for (var hour = 0; hour < 10_000 && test.Scalar("SELECT count(*) FROM calls") > 0; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            await test.Writer.WriteAsync((_, _) => 0, Cancellation);
        }
    }

    private static CallRetention Retention(TestDatabase test, TimeProvider? time = null) =>
        new(test.Writer, new RetentionOptions(), time ?? new FakeTimeProvider(SomeCalls.Noon), NullLogger<CallRetention>.Instance);

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(value => $"Alerting:Retention:{value.Key}", value => (string?)value.Value)).Build();
}
