using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Gateway.Scenarios.Stage;
using Microsoft.AspNetCore.Http;

namespace Gateway.Scenarios;

/// <summary>
/// The gateway is killed at random moments while alerts fire, people resolve them and receivers fail: no alert and no message is lost, and what comes
/// twice comes under the same id. <c>CRASH_KILLS</c> says how often it is killed; 10 when it is absent.
/// </summary>
public sealed class CrashTests
{
    private const int UsualKills = 10;

    /// <summary>One alert for each application: every call opens another.</summary>
    private const string FailingUser = """
        {
          "id": "failing-user", "name": "Failing user", "group_by": ["user"],
          "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 1 } ],
          "time_window": "1d", "cooldown": "1h", "actions": { "channels": ["ops", "slow"] }
        }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_KilledAtRandomMoments_LosesNothingAndRepeatsOnlyUnderTheSameId()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("CRASH_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : UsualKills;
        var chance = new Random(4711);
        await using var provider = await ChatProvider.StartAsync();
        provider.Status = StatusCodes.Status503ServiceUnavailable;
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var slow = await WebhookReceiver.StartAsync("slow");
        using var folder = new TemporaryFolder();
        folder.WriteRule("rules.json", FailingUser);
        string[] settings =
        [
            .. GatewaySettings.In(folder), .. GatewaySettings.Providers(provider.Address), .. ops.Settings, .. slow.Settings,
            .. Enumerable.Range(0, 30).Select(index => $"--Notifications:Retry:Schedule:{index}=00:00:00.2"),
        ];
        ops.Answer = _ => Random.Shared.Next(3) == 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;

        for (var round = 0; round < kills; round++)
        {
            await using var gateway = await GatewayProcess.StartAsync([.. settings, "--Notifications:Channels:slow:RateLimitPerMinute=30"]);
            using var enough = new CancellationTokenSource();
            // Not from its start: a busy machine would be killed before it has done anything.
            await PostAsync(gateway.Client, $"{round}-first", Cancel);
            var working = Task.WhenAll(CallAsync(gateway.Client, round, enough.Token), ResolveAsync(gateway.Api, enough.Token));
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(50, 1_000)), TimeProvider.System, Cancel);
            await gateway.KillAsync();
            await enough.CancelAsync();
            await working;
        }

        ops.Answer = _ => StatusCodes.Status200OK;
        await using var last = await GatewayProcess.StartAsync([.. settings, "--Notifications:Channels:slow:RateLimitPerMinute=6000"]);
        await PostAsync(last.Client, "last", Cancel);
        await last.Api.CallsAsync(1);
        // What the last kill took from the alerts is opened by this start: each call is of another user, and a rule has at most a thousand groups.
        var owed = Math.Min((await last.Api.CallsAsync()).Count, 1_000);
        await Eventually.TrueAsync(async () => (await last.Api.GetAsync("/api/alerts/history?limit=1")).Whole("total") >= owed, $"{owed} alerts");
        await Eventually.TrueAsync(async () => (await last.Api.GetAsync("/api/notifications/history?status=pending&limit=1")).Whole("total") == 0, "an empty outbox");
        await last.KillAsync();
        await using var database = folder.OpenDatabase();
        Assert.Equal("ok", await database.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
        await AssertNothingIsLostAsync(database, [.. ops.Tries, .. slow.Tries]);
        AssertOneIdEach(ops.Tries);
        AssertOneIdEach(slow.Tries);
        var (alerts, messages, tries) = await database.QuerySingleAsync<(long, long, long)>(
            "select (select count(*) from alerts), (select count(*) from deliveries), (select count(*) from delivery_attempts)");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills} kills, {alerts} alerts, {messages} messages, {ops.Tries.Count + slow.Tries.Count} tries, of which {ops.Tries.Count + slow.Tries.Count - tries} were repeated because a kill took the note of them; "
            + $"{slow.Tries.Select(message => message.Id).Distinct().Count(id => slow.Tries.Any(message => message.Id == id && message.Type == "alert.digest"))} digests");
    }

    [Fact]
    public async Task Gateway_KilledWhileASilenceHoldsMessages_SendsThemOnceWhenItEnds()
    {
        await using var provider = await ChatProvider.StartAsync();
        provider.Status = StatusCodes.Status503ServiceUnavailable;
        await using var ops = await WebhookReceiver.StartAsync("ops");
        using var folder = new TemporaryFolder();
        folder.WriteRule("rules.json", FailingUser.Replace(""", "slow" """.Trim(), "", StringComparison.Ordinal));
        string[] settings = [.. GatewaySettings.In(folder), .. GatewaySettings.Providers(provider.Address), .. ops.Settings];
        string silence, alert;
        await using (var gateway = await GatewayProcess.StartAsync(settings))
        {
            var made = await gateway.Api.PostAsync("/api/alerts/silences", new { matchers = new { user = "quiet" }, ends_at = TimeProvider.System.GetUtcNow().AddHours(1) });
            silence = made.Text("id");
            await PostAsync(gateway.Client, "quiet", Cancel);
            alert = (await gateway.Api.AlertAsync("failing-user")).Text("id");
            await gateway.Api.CallsAsync(1); // a call that a kill takes from the log would end its alert
            await gateway.KillAsync();
        }

        await using var again = await GatewayProcess.StartAsync(settings);
        Assert.Equal("skipped", (await again.Api.AlertDetailAsync(alert)).Text("deliveries.0.status"));
        Assert.Empty(ops.Tries);
        await again.Api.DeleteAsync($"/api/alerts/silences/{silence}");
        await again.Api.AlertDetailAsync(alert, detail => detail.All("deliveries").Any(delivery => delivery.Text("status") == "sent"), "the held message to be sent");
        Assert.Equal(alert, Assert.Single(ops.Tries).Alert.Text("id"));
    }

    /// <summary>Every alert owes its opening to both channels, nothing waits or has failed, and all that was sent has arrived, by itself or in a digest.</summary>
    private static async Task AssertNothingIsLostAsync(Microsoft.Data.Sqlite.SqliteConnection database, IReadOnlyList<WebhookMessage> tries)
    {
        Assert.All(tries, message => Assert.True(message.IsSigned));
        var alerts = (await database.QueryAsync<string>("select id from alerts")).ToHashSet();
        Assert.NotEmpty(alerts);
        Assert.Empty(tries.SelectMany(Told).Select(told => told.Alert).Except(alerts));
        Assert.Empty(await database.QueryAsync<string>(
            """
            select a.id from alerts as a where 2 <> (select count(*) from deliveries as d where d.alert_id = a.id and d.event = 'alert.opened')
                or (a.status = 2 and 2 <> (select count(*) from deliveries as d where d.alert_id = a.id and d.event = 'alert.resolved'))
            """));
        var arrived = tries.Select(message => message.Id).ToHashSet();
        var owed = (await database.QueryAsync<(string Id, long Status, string? Digest)>("select id, status, digest_id from deliveries")).AsList();
        Assert.All(owed, delivery => Assert.True(delivery.Digest is not null || delivery.Status == 1, $"{delivery.Id} has status {delivery.Status}"));
        Assert.Empty(owed.Select(delivery => delivery.Digest ?? delivery.Id).Except(arrived));
    }

    /// <summary>What tells of the same comes under the same id, however often it comes.</summary>
    private static void AssertOneIdEach(IReadOnlyList<WebhookMessage> tries) => Assert.All(
        tries.SelectMany(message => Told(message).Select(told => (told, message.Id))).Distinct().CountBy(pair => pair.told),
        told => Assert.Equal(1, told.Value));

    private static IEnumerable<(string Type, string Alert)> Told(WebhookMessage message) => message.Type == "alert.digest"
        ? message.Alert.All("messages").Select(entry => (entry.Text("type"), entry.Text("data.id")))
        : [(message.Type, message.Alert.Text("id"))];

    private static async Task CallAsync(HttpClient client, int round, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            if (!await UntilGone(() => PostAsync(client, $"{round}-{number}", enough)))
            {
                return;
            }
        }
    }

    /// <summary>People resolve what they see.</summary>
    private static async Task ResolveAsync(AdminApi api, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && await UntilGone(async () =>
        {
            foreach (var alert in (await api.ActiveAlertsAsync()).Take(3))
            {
                await api.PostAsync($"/api/alerts/history/{alert.Text("id")}/resolve");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, enough);
        }))
        {
        }
    }

    private static async Task PostAsync(HttpClient client, string user, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent("""{"model":"gpt-5.4","messages":[]}""") };
        request.Headers.Add("X-Gateway-User", user);
        using var response = await client.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <returns>False once the gateway is gone.</returns>
    private static async Task<bool> UntilGone(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
