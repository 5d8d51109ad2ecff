using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>Nobody is disturbed while they do not want to be, and everybody hears of it afterwards, once.</summary>
public sealed class SilenceTests
{
    private const string Errors = """
        [
          { "id": "errors", "name": "Errors", "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 3 } ], "time_window": "6h", "priority": "high", "actions": { "channels": ["ops"] } },
          { "id": "outage", "name": "Outage", "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 6 } ], "time_window": "6h", "priority": "critical", "actions": { "channels": ["ops"] } },
          { "id": "routed", "name": "Routed", "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 9 } ], "time_window": "6h", "priority": "high", "labels": { "team": "search" } }
        ]
        """;

    private static readonly object Fair = new { matchers = new { rule_id = "errors" }, ends_at = "2026-03-02T14:00:00Z", comment = "a fair" };

    [Fact]
    public async Task Alert_OpenedInASilence_IsSentOnceAfterItAlsoOverARestart()
    {
        await using var stage = await Scene.StartAsync();
        await stage.Api.PostAsync("/api/alerts/silences", Fair);

        // 12:00  It fires. Nobody is told, and the alert says why.
        var id = await stage.FireAsync("errors", 3);
        Assert.Equal(["alert.opened skipped silenced by scenario until 14:00 UTC: a fair"], await stage.DeliveriesAsync(id));

        // 13:00  A restart changes nothing.
        await stage.Gateway.RestartAsync();
        await stage.Gateway.SkipAsync(TimeSpan.FromHours(1));

        // 14:00  The silence ends, and it is still firing.
        await stage.Gateway.SkipAsync(TimeSpan.FromHours(1));
        Assert.Equal(id, (await stage.Ops.MessageAsync("alert.opened")).Alert.Text("id"));
        await stage.EndAsync(id);
        Assert.Equal(["alert.opened", "alert.resolved"], stage.Told);
    }

    [Fact]
    public async Task Alert_WhoseSilenceIsDeleted_IsSentThenAndNotAgainAtItsPlannedEnd()
    {
        await using var stage = await Scene.StartAsync();
        var silence = await stage.Api.PostAsync("/api/alerts/silences", Fair);
        var id = await stage.FireAsync("errors", 3);

        await stage.Api.DeleteAsync($"/api/alerts/silences/{silence.Text("id")}");

        await stage.Ops.MessageAsync("alert.opened");
        await stage.Gateway.SkipAsync(TimeSpan.FromHours(3));
        await stage.EndAsync(id);
        Assert.Equal(["alert.opened", "alert.resolved"], stage.Told);
    }

    [Fact]
    public async Task Silence_MadeWhileFiringAndDeleted_RepeatsNothing()
    {
        await using var stage = await Scene.StartAsync();
        var id = await stage.FireAsync("errors", 3);
        await stage.Ops.MessageAsync("alert.opened");

        var silence = await stage.Api.PostAsync("/api/alerts/silences", Fair);
        await stage.Gateway.SkipAsync(TimeSpan.FromMinutes(30));
        await stage.Api.DeleteAsync($"/api/alerts/silences/{silence.Text("id")}");

        await stage.Gateway.SkipAsync(TimeSpan.FromHours(3));
        await stage.EndAsync(id);
        Assert.Equal(["alert.opened", "alert.resolved"], stage.Told);
    }

    [Fact]
    public async Task Alert_OverBeforeItsSilenceEnds_IsNeverSent()
    {
        await using var stage = await Scene.StartAsync();
        await stage.Api.PostAsync("/api/alerts/silences", Fair);
        var silenced = await stage.FireAsync("errors", 3);
        await stage.Api.PostAsync($"/api/alerts/history/{silenced}/resolve");

        await stage.Gateway.SkipAsync(TimeSpan.FromHours(3));

        var outage = await stage.FireAsync("outage", 3);
        Assert.Equal(outage, (await stage.Ops.MessageAsync("alert.opened")).Alert.Text("id"));
        Assert.Equal(["alert.opened"], stage.Told);
        Assert.Equal(
            ["alert.opened skipped silenced by scenario until 14:00 UTC: a fair; it was resolved before that", "alert.resolved skipped nothing was sent of the opening"],
            await stage.DeliveriesAsync(silenced));
    }

    [Fact]
    public async Task QuietHours_OfAChannel_HoldAllButCriticalUntilTheyEnd()
    {
        // In Berlin it is 13:00.
        await using var stage = await Scene.StartAsync(
            "Notifications:Channels:ops:QuietHours:Start=12:30",
            "Notifications:Channels:ops:QuietHours:End=14:30",
            "Notifications:Channels:ops:QuietHours:TimeZone=Europe/Berlin");

        var id = await stage.FireAsync("errors", 3);
        var outage = await stage.FireAsync("outage", 3);

        Assert.Equal(outage, (await stage.Ops.MessageAsync("alert.opened")).Alert.Text("id"));
        Assert.Equal(["alert.opened skipped quiet hours until 14:30 Europe/Berlin"], await stage.DeliveriesAsync(id));
        await stage.Gateway.SkipAsync(TimeSpan.FromHours(2));
        Assert.Equal([outage, id], (await stage.Ops.TriesAsync(2)).Select(message => message.Alert.Text("id")));
        Assert.Equal(["alert.opened", "alert.opened"], stage.Told);
    }

    [Fact]
    public async Task Routes_MadeInTheApi_TakeTheAlertsOfRulesWithoutChannels()
    {
        await using var stage = await Scene.StartAsync();
        await stage.Api.PutAsync("/api/notifications/routes", new { routes = new[] { new { match = new { labels = new { team = "search" } }, channels = new[] { "ops" } } } });
        var preview = await stage.Api.PostAsync("/api/notifications/routes/preview", new { rule_id = "routed" });
        Assert.Equal(("routes", "ops", "true"), (preview.Text("source"), preview.Text("channels.0.id"), preview.Text("channels.0.send")));

        await stage.Api.PostAsync("/api/alerts/silences", new { matchers = new { priority = "*", rule_id = "errors" }, ends_at = "2026-03-02T14:00:00Z" });
        var id = await stage.FireAsync("routed", 9);

        await Eventually.TrueAsync(() => Task.FromResult(stage.Ops.Tries.Any(message => message.Alert.Text("id") == id)), "the alert that was routed");
    }

    /// <summary>A gateway with a provider that fails, and operations that are told.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly ChatProvider _provider;

        private Scene(ChatProvider provider, WebhookReceiver ops, RunningGateway gateway) => (_provider, Ops, Gateway) = (provider, ops, gateway);

        public WebhookReceiver Ops { get; }

        public RunningGateway Gateway { get; }

        public AdminApi Api => Gateway.Api;

        public IEnumerable<string> Told => Ops.Tries.Select(message => message.Type);

        public static async Task<Scene> StartAsync(params string[] settings)
        {
            var provider = await ChatProvider.StartAsync();
            provider.Status = 503;
            var ops = await WebhookReceiver.StartAsync("ops");
            return new(provider, ops, await RunningGateway.StartAsync(provider.Address, Errors, [ops], settings));
        }

        /// <summary>Lets calls fail until the rule fires.</summary>
        public async Task<string> FireAsync(string ruleId, int calls)
        {
            await Gateway.Client.ChatsAsync(calls);
            return (await Api.AlertAsync(ruleId)).Text("id");
        }

        /// <summary>Resolves it, and waits until that is told: whatever was to be told before has been told then.</summary>
        public async Task EndAsync(string id)
        {
            await Api.PostAsync($"/api/alerts/history/{id}/resolve");
            await Ops.MessageAsync("alert.resolved");
        }

        public async Task<List<string>> DeliveriesAsync(string id) =>
            [.. (await Api.AlertDetailAsync(id)).All("deliveries").Select(delivery => $"{delivery.Text("event")} {delivery.Text("status")} {delivery.Text("reason")}")];

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Ops.DisposeAsync();
            await _provider.DisposeAsync();
        }
    }
}
