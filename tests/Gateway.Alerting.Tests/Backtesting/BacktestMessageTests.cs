using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Tests.Storage;
using Gateway.Alerting.Tests.Suppression;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>What people would have been told on history: quiet hours, silences and channels decide as they do live.</summary>
public class BacktestMessageTests
{
    private const string Rule = """
        { "name": "Errors", "time_window": "10s", "cooldown": "1m",
          "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 50, "min_requests": 4 } ],
          "actions": { "channels": ["in_app", "slack"] } }
        """;

    private static readonly NotificationChannel Slack = new("slack", InAppType.TypeName, new InAppConfig());

    private static readonly NotificationChannel Sleeper = Slack with { QuietHours = new(WeeklyWindowTests.Window("12:00", "12:01", "UTC")) };

    [Fact]
    public async Task Messages_InQuietHours_AreKeptFromThatChannelAlone()
    {
        // Fires at 12:00:31 and is over at 12:00:40.
        var history = await Run(second: 30, Sleeper);

        Assert.Equal((2L, 2L), (history.Notifications, Assert.Single(history.Firings).Notifications));
        Assert.Equal(["in_app 2 ", "slack 0 1 × quiet hours until 12:01 UTC"], Lines(history));
        Assert.Equal("1 firing, 2 messages, 1 more kept back.", BacktestWords.Totals(history));
        Assert.Equal("slack: 0 messages, 1 kept back: quiet hours until 12:01 UTC", Assert.Single(BacktestWords.KeptBack(history)));
    }

    [Fact]
    public async Task Messages_OfAnAlertThatOutlastsTheQuietHours_LeaveThen()
    {
        // Fires at 12:00:55 and is over at 12:01:04.
        var history = await Run(second: 54, Sleeper);

        Assert.Equal(["in_app 2 ", "slack 2 "], Lines(history));
        Assert.Equal(4, history.Notifications);
    }

    [Fact]
    public async Task Messages_StillHeldAtTheEndOfTheRange_AreKeptBack()
    {
        var history = await Run(second: 30, Slack with { QuietHours = new(WeeklyWindowTests.Window("12:00", "13:00", "UTC")) });

        Assert.Equal(["in_app 2 ", "slack 0 1 × quiet hours until 13:00 UTC"], Lines(history));
    }

    [Fact]
    public async Task Messages_ToAChannelThatIsNotConfigured_AreNotSent() =>
        Assert.Equal(["in_app 2 ", "slack 0 1 × not configured"], Lines(await Run(second: 30)));

    [Theory]
    [InlineData(20, "in_app 2 ")]
    [InlineData(35, "in_app 2 ")]
    [InlineData(60, "in_app 0 1 × silenced by ann until 12:01 UTC")]
    public async Task Messages_UnderASilenceThatWasEndedEarly_AreSilentUntilThen(int endedAfter, string expected)
    {
        await using var stored = new TestDatabase();
        var silences = new SqliteSilenceStore(stored.Database, stored.Writer);
        await silences.AddAsync(Silence(), 10, TestContext.Current.CancellationToken);
        await silences.EndAsync("s", "ann", Some.Noon.AddSeconds(endedAfter), TestContext.Current.CancellationToken);

        Assert.Equal(expected, Lines(await Run(stored, second: 30))[0]);
    }

    [Fact]
    public async Task Messages_BeforeASilenceWasMade_WereNotSilent()
    {
        await using var stored = new TestDatabase();
        await new SqliteSilenceStore(stored.Database, stored.Writer).AddAsync(Silence() with { CreatedAt = Some.Noon.AddSeconds(50) }, 10, TestContext.Current.CancellationToken);

        Assert.Equal("in_app 2 ", Lines(await Run(stored, second: 30))[0]);
    }

    private static Silence Silence() => new()
    {
        Id = "s",
        Matcher = new(new Dictionary<string, string> { ["rule_id"] = "errors" }),
        StartsAt = Some.Noon.AddHours(-1),
        EndsAt = Some.Noon.AddHours(1),
        CreatedBy = "ann",
        CreatedAt = Some.Noon.AddHours(-1),
    };

    private static async Task<RuleHistory> Run(int second, params NotificationChannel[] channels)
    {
        await using var stored = new TestDatabase();
        return await Run(stored, second, channels);
    }

    /// <summary>Four errors at a second after noon; over two minutes from noon.</summary>
    private static async Task<RuleHistory> Run(TestDatabase stored, int second, params NotificationChannel[] channels)
    {
        await BacktestTests.Store(stored, BacktestTests.Burst(second, 4, 4));
        var result = await BacktestTests.Of(stored, channels).RunAsync([BacktestTests.Compile(Rule)], Some.Noon, Some.Noon.AddMinutes(2), TestContext.Current.CancellationToken);
        return result.Rules.Single();
    }

    private static string[] Lines(RuleHistory history) =>
        [.. history.Channels.Select(channel => $"{channel.ChannelId} {channel.Sent} {string.Join(", ", channel.Kept.Select(kept => $"{kept.Value} × {kept.Key}"))}")];
}
