using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dapper;
using Gateway.Scenarios.Stage;
using Microsoft.AspNetCore.Http;

namespace Gateway.Scenarios;

/// <summary>The gateway is killed in the middle of its work, again and again, and started on what is left.</summary>
public sealed class KillTests
{
    /// <summary>How many calls of all rounds so far are in the log when the gateway is killed.</summary>
    private static readonly int[] Kills = [23, 58, 71];

    /// <summary>
    /// One alert for each application: every round opens new ones. Nothing resolves itself: a kill may lose the call that an alert was opened for, and
    /// its rule would then see it end.
    /// </summary>
    private const string FailingUser = """
        {
          "id": "failing-user", "name": "Failing user", "group_by": ["user"],
          "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 1 } ],
          "time_window": "1h", "cooldown": "1h", "auto_resolve": false, "actions": { "channels": ["ops"] }
        }
        """;

    [Fact]
    public async Task Gateway_KilledInTheMiddleOfItsWork_KeepsWhatItPromised()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        using var folder = new TemporaryFolder();
        folder.WriteRule("rules.json", FailingUser);
        string[] settings = [.. GatewaySettings.In(folder), .. GatewaySettings.Providers(provider.Address), .. ops.Settings];
        provider.Status = StatusCodes.Status503ServiceUnavailable;
        var promised = new HashSet<string>();
        var answered = new HashSet<string>();

        foreach (var (round, calls) in Kills.Index())
        {
            await using var gateway = await GatewayProcess.StartAsync(settings);
            var ended = new ConcurrentBag<string>();
            using var traffic = new CancellationTokenSource();
            var calling = CallAsync(gateway.Client, $"round-{round}", ended, traffic.Token);
            // What has been seen in the log is promised; the kill comes in the middle of whatever is being written then.
            var seen = await gateway.Api.CallsAsync(count: calls);
            promised.UnionWith(seen.Select(call => call.Text("id")));
            await gateway.KillAsync();
            await traffic.CancelAsync();
            await calling;
            answered.UnionWith(ended);
        }

        Assert.Subset(answered, promised);
        await using (var database = folder.OpenDatabase())
        {
            Assert.Equal("ok", await database.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
        }

        await using var last = await GatewayProcess.StartAsync(settings);
        var logged = await last.Api.CallsAsync();
        Assert.Empty(promised.Except(logged.Select(call => call.Text("id"))));

        // Who is in the log has an alert, be it by the last start; the opening is owed exactly once, and arrives; a repetition comes under the same id.
        var alerts = await AlertsOfAllAsync(last.Api, [.. logged.Select(call => call.Text("user"))]);
        Assert.Equal(alerts.Count, alerts.Select(alert => alert.Text("group.user")).Distinct().Count());
        foreach (var alert in alerts)
        {
            var detail = await last.Api.AlertDetailAsync(
                alert.Text("id"), seen => seen.All("deliveries").All(delivery => delivery.Text("status") == "sent"), "the delivery to be sent");
            var delivery = Assert.Single(detail.All("deliveries"));
            Assert.Contains(ops.Tries, message => message.Id == delivery.Text("id") && message.Alert.Text("id") == alert.Text("id"));
        }

        Assert.All(ops.Tries, message => Assert.True(message.IsSigned));
        Assert.Equal(alerts.Count, ops.Tries.Select(message => message.Id).Distinct().Count());
        Assert.Equal(alerts.Count, ops.Tries.Select(message => message.Alert.Text("id")).Distinct().Count());
    }

    private static Task<List<JsonNode>> AlertsOfAllAsync(AdminApi api, HashSet<string> users) => Eventually.GetAsync(
        async () => await api.HistoryAsync() is { } alerts && users.IsSubsetOf(alerts.Select(alert => alert.Text("group.user"))) ? alerts : null,
        $"an alert of each of {users.Count} users",
        async () => $"{(await api.HistoryAsync()).Count} alerts");

    /// <summary>Calls one after another, each as another user, until the gateway is gone.</summary>
    private static async Task CallAsync(HttpClient client, string round, ConcurrentBag<string> ended, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent("""{"model":"gpt-5.4","messages":[]}""") };
                request.Headers.Add("X-Gateway-User", $"{round}-{number % 20}");
                using var response = await client.SendAsync(request, enough);
                await response.Content.ReadAsByteArrayAsync(enough);
                ended.Add(response.Headers.GetValues("X-Gateway-Call-Id").Single());
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, enough);
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
            {
                return;
            }
        }
    }
}
