using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Delivery;

namespace Gateway.Admin.Tests.Channels;

public sealed class ChannelApiTests
{
    private const string Root = "/api/notifications/channels";
    private const string Slack = """{ "type": "slack", "name": "Night shift", "min_priority": "high", "config": { "webhook_url": "https://hooks.slack.com/services/T0/B0/abcdefghijkl" } }""";
    private const string Webhook = """{ "type": "webhook", "name": "Ops", "config": { "url": "https://1.1.1.1/hooks?token=s3cr3t", "headers": { "X-Token": "token-of-the-receiver" } } }""";

    [Fact]
    public async Task Create_OfAChannel_AnswersWithItsPlaceAndWithoutItsSecret()
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.PostAsync("", Slack);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal($"{Root}/night-shift", answer.Headers.Location!.OriginalString);
        Assert.Equal(
            """
            {"id":"night-shift","type":"slack","name":"Night shift","is_enabled":true,"min_priority":"high","send_resolved":true,"rate_limit_per_minute":60,"quiet_hours":null,"config":{"webhook_url":"••••ijkl"},"source":"api","place":null,"is_read_only":false,"is_configured":true,"condition":"ok","problem":null,"closed_until":null,"failures":0,"last_success":null,"last_error":null,"used_by":{"rules":0,"routes":0,"is_default":false},"updated_at":"2030-03-17T09:42:08.000Z","updated_by":"ada"}
            """,
            answer.Text);
        Assert.Equal(answer.Text, (await api.GetAsync("/night-shift")).Text);
        Assert.Equal("night-shift-2", (string)(await api.PostAsync("", Slack)).Json["id"]!);
    }

    [Fact]
    public async Task List_WithNothingSetUp_HasTheBuiltInOnesAndSaysWhatTheyLack()
    {
        await using var api = await Api.StartAsync(Root);

        var list = (await api.GetAsync("")).Json;

        Assert.Equal(
            ["email not_configured not configured: no server (smtp_server), no recipient (to)", "slack not_configured not configured: no address (webhook_url)", "pagerduty not_configured not configured: no key (integration_key)", "in_app ok "],
            list["channels"]!.AsArray().Select(channel => $"{channel!["id"]} {channel["condition"]} {channel["problem"]}"));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/slack_webhook")).Status);
    }

    [Fact]
    public async Task Put_OfABuiltInOne_SetsItUpAndDeleteTakesThatAway()
    {
        await using var api = await Api.StartAsync(Root);

        var set = await api.SendAsync(HttpMethod.Put, "/slack", """{ "config": { "webhook_url": "https://hooks.slack.com/services/T0/B0/abcdefghijkl" } }""");
        Assert.Equal(("ok", "api"), ((string)set.Json["condition"]!, (string)set.Json["source"]!));
        Assert.NotNull(api.Host.Channels.Directory.Find("slack_webhook")!.Config);

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "/slack")).Status);
        Assert.Equal("built_in", (string)(await api.GetAsync("/slack")).Json["source"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendAsync(HttpMethod.Delete, "/slack")).Status);
    }

    [Fact]
    public async Task Put_OfWhatGetAnswered_KeepsTheSecrets()
    {
        await using var api = await Api.StartAsync(Root);
        var made = (await api.PostAsync("", Webhook)).Json;
        var secret = (string)made["config"]!["secret"]!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var seen = await api.GetAsync("/ops");
        Assert.Equal($$$"""{"url":"https://1.1.1.1/hooks?token=s3cr3t","secret":"••••{{{secret[^4..]}}}","headers":{"X-Token":"••••iver"}}""", seen.Json["config"]!.ToJsonString(Relaxed));

        var put = await api.SendAsync(HttpMethod.Put, "/ops", seen.Text);

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal(seen.Json["config"]!.ToJsonString(), put.Json["config"]!.ToJsonString());
        Assert.Equal("ada channel.updated ops: nothing changed", api.Host.Channels.Audit[^1]);
        // Rotation: the new one in front of the old one, which nobody can read.
        var rotated = await api.SendAsync(HttpMethod.Put, "/ops", $$"""{ "name": "Ops", "config": { "url": "https://1.1.1.1/hooks?token=s3cr3t", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ••••{{secret[^4..]}}" } }""");
        Assert.Equal(HttpStatusCode.OK, rotated.Status);
        Assert.Equal(2, ((Alerting.Delivery.Channels.Webhook.WebhookConfig)api.Host.Channels.Directory.Find("ops")!.Config!).Secret.Count);
        Assert.Equal("••••iver", (string)rotated.Json["config"]!["headers"]!["X-Token"]!);
        Assert.Equal("ada channel.updated ops: changed secret", api.Host.Channels.Audit[^1]);
    }

    [Theory]
    [InlineData("""{ "config": { "url": "https://8.8.8.8/" } }""", "$.config.headers: must be entered again, for the receiver is another one")]
    [InlineData("""{ "config": { "url": "https://1.1.1.1/", "headers": { "X-Token": "••••beef" } } }""", "$.config.headers.X-Token: is masked; send '••••iver' to keep the present one, or the whole new one")]
    [InlineData("""{ "config": { "url": "https://1.1.1.1/", "headers": { "X-Other": "••••iver" } } }""", "$.config.headers.X-Other: is masked, and there is nothing to keep; send the secret itself")]
    [InlineData("""{ "type": "slack", "id": "other", "config": { "url": "https://1.1.1.1/" } }""", "$.id: must be 'ops', or absent: a channel keeps its id $.type: must be 'webhook', or absent: a channel keeps its type")]
    public async Task Put_ThatWouldLeadASecretAstray_IsRefused(string body, string expected)
    {
        await using var api = await Api.StartAsync(Root);
        await api.PostAsync("", Webhook);

        Assert.Equal(expected, (await api.SendAsync(HttpMethod.Put, "/ops", body)).Errors);
    }

    [Theory]
    [InlineData("", "$: is not JSON: ")]
    [InlineData("[]", "$: must be an object such as ")]
    [InlineData("""{ "type": "slakc", "name": "x" }""", "$.type: 'slakc' is not allowed; did you mean 'slack'?")]
    [InlineData("""{ "name": "x" }""", "$.type: is needed; allowed: email, slack")]
    [InlineData("""{ "type": "slack", "name": "x" }""", "$.config.webhook_url: is needed")]
    [InlineData("""{ "type": "slack", "config": { "webhook_url": "https://1.1.1.1/a" } }""", "$.name: is needed, unless there is an id")]
    [InlineData("""{ "type": "slack", "id": "New One", "config": { "webhook_url": "https://1.1.1.1/a" } }""", "$.id: must be lower-case letters")]
    [InlineData("""{ "type": "slack", "name": "x", "webhook_url": "https://1.1.1.1/a" }""", "$.webhook_url: there is no such field; allowed: id, type")]
    [InlineData("""{ "type": "slack", "name": "x", "config": { "webhook_url": "https://1.1.1.1/a", "channel": "#ops" } }""", "$.config.channel: there is no such field; allowed: webhook_url")]
    [InlineData("""{ "type": "slack", "name": "x", "quiet_hours": { "start": "22:00" }, "config": { "webhook_url": "https://1.1.1.1/a" } }""", "$.quiet_hours.end: must be a time of day")]
    [InlineData("""{ "type": "slack", "name": "x\ud800", "config": {} }""", "$: holds a text that is no Unicode")]
    [InlineData("""{ "type": "slack", "type": "email" }""", "$: is not JSON: ")]
    public async Task Create_OfWhatIsNoChannel_SaysWhatIsWrong(string body, string expected)
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.PostAsync("", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith(expected, answer.Errors, StringComparison.Ordinal);
        Assert.Empty(api.Host.Channels.Audit);
    }

    [Theory]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0x7f.1/", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("https://10.1.2.3:8443/x", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://100.64.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://[fd00::1]/", false)]
    [InlineData("https://[::ffff:192.168.0.1]/", false)]
    [InlineData("https://[64:ff9b::7f00:1]/", false)]
    [InlineData("https://192.168.7.7/", true)]
    [InlineData("http://192.168.7.7/", true)]
    [InlineData("https://9.9.9.9/", true)]
    [InlineData("https://no-such-host.invalid/", true)]
    public async Task Create_OfAnAddress_IsAllowedInPublicOrByName(string url, bool allowed)
    {
        await using var api = new Api(await AdminHost.StartAsync(settings: [("Notifications:AllowedHosts:0", "192.168.7.7")]), Root);

        var web = await api.PostAsync("", $$"""{ "type": "webhook", "name": "x", "config": { "url": "{{url}}" } }""");
        var mail = await api.PostAsync("", $$"""{ "type": "email", "name": "m", "config": { "to": ["a@example.com"], "smtp_server": "{{new Uri(url).IdnHost}}" } }""");

        Assert.Equal(allowed ? HttpStatusCode.Created : HttpStatusCode.BadRequest, web.Status);
        Assert.Equal(allowed ? HttpStatusCode.Created : HttpStatusCode.BadRequest, mail.Status);
        Assert.True(allowed || web.Errors.StartsWith("$.config.url: ", StringComparison.Ordinal));
        Assert.True(allowed || mail.Errors.Contains("$.config.smtp_server: ", StringComparison.Ordinal));
        Assert.True(allowed || mail.Errors.Contains("Notifications:AllowedHosts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_OfAChannelThatIsNamed_SaysByWhat()
    {
        await using var api = await Api.StartAsync(Root);
        await api.PostAsync("", Slack);
        var rules = new Api(api.Host, "/api/alerts/rules");
        Assert.Equal(HttpStatusCode.Created, (await rules.PostAsync("", """{ "name": "Spend", "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 5 }], "actions": { "channels": ["night-shift"] } }""")).Status);
        var routes = new Api(api.Host, "/api/notifications/routes");
        await routes.SendAsync(HttpMethod.Put, "", """{ "routes": [{ "match": { "priority": "low" }, "channels": ["in_app"] }, { "match": {}, "channels": ["night-shift"] }], "default": ["night-shift"] }""");

        var refused = await api.SendAsync(HttpMethod.Delete, "/night-shift");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("Channel 'night-shift' is used by rule 'spend', route 2, the default of the routes. Change those first, or switch the channel off.", (string)refused.Json["detail"]!);
        Assert.Equal("""{"rules":1,"routes":1,"is_default":true}""", (await api.GetAsync("/night-shift")).Json["used_by"]!.ToJsonString());
        await rules.SendAsync(HttpMethod.Delete, "/spend");
        await routes.SendAsync(HttpMethod.Put, "", """{ "routes": [] }""");
        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "/night-shift")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/night-shift")).Status);
    }

    [Fact]
    public async Task Change_OfAChannelOfTheSettings_SaysWhereItIsSetUp()
    {
        await using var api = new Api(await AdminHost.StartAsync(settings: [("Notifications:Channels:team:Type", "teams"), ("Notifications:Channels:team:WebhookUrl", "https://1.1.1.1/workflows/abcdefghijkl")]), Root);

        var seen = (await api.GetAsync("/team")).Json;
        Assert.Equal(("settings", "Notifications:Channels:team", true, "••••ijkl"), ((string)seen["source"]!, (string)seen["place"]!, (bool)seen["is_read_only"]!, (string)seen["config"]!["webhook_url"]!));
        foreach (var (method, path) in new[] { (HttpMethod.Put, "/team"), (HttpMethod.Delete, "/team"), (HttpMethod.Post, "/team/toggle") })
        {
            var answer = await api.SendAsync(method, path, method == HttpMethod.Put ? "{}" : null);
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
            Assert.Equal("Channel 'team' is set up by Notifications:Channels:team: change it there, and restart the gateway.", (string)answer.Json["detail"]!);
        }
    }

    [Fact]
    public async Task Toggle_SwitchesOffAndOn()
    {
        await using var api = await Api.StartAsync(Root);
        await api.PostAsync("", Slack);

        Assert.Equal("""{"id":"night-shift","is_enabled":false}""", (await api.PostAsync("/night-shift/toggle", "")).Text);
        Assert.Equal("off", (string)(await api.GetAsync("/night-shift")).Json["condition"]!);
        Assert.Equal("""{"id":"night-shift","is_enabled":true}""", (await api.PostAsync("/night-shift/toggle", "")).Text);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("/email/toggle", "")).Status);
        Assert.Equal(["ada channel.created night-shift: type slack", "ada channel.switched_off night-shift: ", "ada channel.switched_on night-shift: "], api.Host.Channels.Audit);
    }

    [Fact]
    public async Task Change_WithIfMatch_ChangesOnlyTheVersionThatWasRead()
    {
        await using var api = await Api.StartAsync(Root);
        var made = (await api.PostAsync("", Slack)).Headers.ETag!.Tag;
        var changed = (await api.SendAsync(HttpMethod.Put, "/night-shift", Slack.Replace("high", "low", StringComparison.Ordinal), ifMatch: made)).Headers.ETag!.Tag;
        Assert.NotEqual(made, changed);
        Assert.Equal(changed, (await api.GetAsync("/night-shift")).Headers.ETag!.Tag);

        foreach (var (method, path, body) in new[] { (HttpMethod.Put, "/night-shift", Slack), (HttpMethod.Delete, "/night-shift", null), (HttpMethod.Post, "/night-shift/toggle", null) })
        {
            var stale = await api.SendAsync(method, path, body, ifMatch: made);
            Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
            Assert.Equal("Channel 'night-shift' has changed since you read it: ada did that last. Read it again, and repeat your change on that.", (string)stale.Json["detail"]!);
            Assert.Equal(HttpStatusCode.BadRequest, (await api.SendAsync(method, path, body, ifMatch: "x")).Status);
        }

        var off = await api.SendAsync(HttpMethod.Post, "/night-shift/toggle", ifMatch: changed);
        Assert.Equal((HttpStatusCode.OK, false), (off.Status, (bool)off.Json["is_enabled"]!));
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Put, "/night-shift", Slack, ifMatch: "*")).Status);
        var last = (await api.SendAsync(HttpMethod.Put, "/night-shift", Slack)).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "/night-shift", ifMatch: last)).Status);
        // What is deleted and set up anew is not what somebody has read before.
        await api.PostAsync("", Slack);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await api.SendAsync(HttpMethod.Put, "/night-shift", Slack, ifMatch: last)).Status);
    }

    [Fact]
    public async Task Tag_OfABuiltInOne_IsZeroUntilSomebodySetsItUp()
    {
        await using var api = new Api(await AdminHost.StartAsync(settings: [("Notifications:Channels:team:Type", "teams"), ("Notifications:Channels:team:WebhookUrl", "https://1.1.1.1/workflows/abcdefghijkl")]), Root);
        Assert.Equal("\"0\"", (await api.GetAsync("/slack")).Headers.ETag!.Tag);
        Assert.Null((await api.GetAsync("/team")).Headers.ETag);

        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Put, "/slack", Slack, ifMatch: "\"0\"")).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await api.SendAsync(HttpMethod.Put, "/slack", Slack, ifMatch: "\"0\"")).Status);
    }

    [Theory]
    [InlineData(null, 401, 401, 401, 401, 401)]
    [InlineData(AdminHost.ViewerKey, 200, 403, 403, 403, 403)]
    [InlineData(AdminHost.OperatorKey, 200, 403, 403, 403, 404)]
    [InlineData(AdminHost.AdminKey, 200, 400, 404, 404, 404)]
    public async Task EveryEndpoint_ByRole_AllowsWhatTheContractSays(string? key, int get, int post, int put, int toggle, int test)
    {
        await using var api = await Api.StartAsync("/api/notifications");

        Assert.Equal(get, (int)(await api.SendAsync(HttpMethod.Get, "/channels", key: key)).Status);
        Assert.Equal(get, (int)(await api.SendAsync(HttpMethod.Get, "/channels/email", key: key)).Status);
        Assert.Equal(post, (int)(await api.SendAsync(HttpMethod.Post, "/channels", "{}", key)).Status);
        Assert.Equal(put, (int)(await api.SendAsync(HttpMethod.Put, "/channels/nope", "{}", key)).Status);
        Assert.Equal(put, (int)(await api.SendAsync(HttpMethod.Delete, "/channels/nope", key: key)).Status);
        Assert.Equal(toggle, (int)(await api.SendAsync(HttpMethod.Post, "/channels/nope/toggle", key: key)).Status);
        Assert.Equal(test, (int)(await api.SendAsync(HttpMethod.Post, "/test", """{ "channel_id": "nope" }""", key)).Status);
    }

    [Fact]
    public async Task Viewer_SeesOfAnAddressOnlyTheHost()
    {
        await using var api = await Api.StartAsync(Root);
        await api.PostAsync("", Webhook);

        var seen = await api.SendAsync(HttpMethod.Get, "/ops", key: AdminHost.ViewerKey);

        Assert.Equal("https://1.1.1.1/…", (string)seen.Json["config"]!["url"]!);
        Assert.DoesNotContain("s3cr3t", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_OfAClosedOrGoneChannel_GivesItItsChanceAtOnce()
    {
        await using var api = await Api.StartAsync(Root);
        await api.PostAsync("", Slack);
        var gates = (Alerting.Delivery.Gates.ChannelGates)api.Host.Services.GetService(typeof(Alerting.Delivery.Gates.ChannelGates))!;
        gates.Of(api.Host.Channels.Directory.Find("night-shift")!).Note(new(DeliveryResult.Gone, 410, "the receiver is gone for good (410)"), Scene.Now);
        var gone = (await api.GetAsync("/night-shift")).Json;
        Assert.Equal(("gone", "switched off until it is set up anew: the receiver is gone for good (410)"), ((string)gone["condition"]!, (string)gone["problem"]!));

        var saved = await api.SendAsync(HttpMethod.Put, "/night-shift", gone.ToJsonString());

        Assert.Equal("ok", (string)saved.Json["condition"]!);
    }

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
