using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Admin.Tests.Hosting;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Tests.Channels;

/// <summary>Test messages against a receiver on loopback.</summary>
public sealed class ChannelTrialTests
{
    private const string Secret = "TopSecretKey0123456789abcdefABCD";

    private static readonly (string, string?)[] Private = [("Notifications:AllowPrivateNetworks", "true")];

    [Fact]
    public async Task Test_OfASavedChannel_ArrivesAsRealAlertsDoAndIsKept()
    {
        await using var receiver = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var api = new Api(await AdminHost.StartAsync(settings: Private), "/api/notifications");
        await api.PostAsync("/channels", $$"""{ "type": "slack", "name": "Ops", "is_enabled": false, "config": { "webhook_url": "{{receiver.Address}}/services/{{Secret}}" } }""");

        var answer = await api.PostAsync("/test", """{ "channel_id": "ops" }""");

        Assert.Equal((true, 200), ((bool)answer.Json["success"]!, (int)answer.Json["status_code"]!));
        Assert.Equal($"/services/{Secret}", receiver.Last.Target);
        Assert.Equal(Encoding.UTF8.GetString(receiver.Last.Body), (string)answer.Json["rendered"]!);
        Assert.Contains("This channel works. No alert is firing.", Encoding.UTF8.GetString(receiver.Last.Body), StringComparison.Ordinal);
        Assert.Equal("2030-03-17T09:42:08.000Z", (string)(await api.GetAsync("/channels/ops")).Json["last_success"]!);
        Assert.Equal("ada channel.tested ops: it arrived", api.Host.Channels.Audit[^1]);
        Assert.Contains("alert.test", api.Host.Channels.Everything, StringComparison.Ordinal);
    }

    /// <summary>Whatever the receiver throws back.</summary>
    [Theory]
    [InlineData("slack")]
    [InlineData("pagerduty")]
    [InlineData("webhook")]
    [InlineData("teams")]
    [InlineData("discord")]
    [InlineData("alertmanager")]
    [InlineData("opsgenie")]
    public async Task Secrets_OfEveryType_AreInNoAnswerAndNotAtRest(string type)
    {
        await using var receiver = await FakeUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync($$"""{"errors":["bad key {{Secret}}"]}""");
        });
        await using var api = new Api(await AdminHost.StartAsync(settings: Private), "/api/notifications");
        var body = $$"""{ "type": "{{type}}", "name": "Mine", "config": {{Config(type, receiver.Address)}} }""";

        string[] answers =
        [
            (await api.PostAsync("/channels", body)).Text,
            (await api.GetAsync("/channels/mine")).Text,
            type == "pagerduty" ? "" : (await api.PostAsync("/test", """{ "channel_id": "mine" }""")).Text,
            type == "pagerduty" ? "" : (await api.PostAsync("/test", $$"""{ "type": "{{type}}", "config": {{Config(type, receiver.Address)}} }""")).Text,
            (await api.GetAsync("/channels")).Text,
            (await api.PostAsync("/channels", body.Replace("\"config\"", "\"confg\"", StringComparison.Ordinal))).Text,
            await (await Session.SignedInAsync(api.Host, AdminHost.AdminKey)).GetAsync("/admin/channels/mine"),
            api.Host.Channels.Everything,
        ];

        Assert.All(answers, answer => Assert.DoesNotContain(Secret, answer, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("\"is_configured\":true", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ThatFails_TellsOperatorsTheStatusAndAdministratorsTheWords()
    {
        await using var receiver = await FakeUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("channel_not_found");
        });
        await using var api = new Api(await AdminHost.StartAsync(settings: Private), "/api/notifications");
        await api.PostAsync("/channels", $$"""{ "type": "slack", "name": "Ops", "config": { "webhook_url": "{{receiver.Address}}/services/{{Secret}}" } }""");

        var operators = (await api.SendAsync(HttpMethod.Post, "/test", """{ "channel_id": "ops" }""", AdminHost.OperatorKey)).Json;
        var admins = (await api.PostAsync("/test", """{ "channel_id": "ops" }""")).Json;

        Assert.Equal((false, 404, "the receiver answered 404", null), ((bool)operators["success"]!, (int)operators["status_code"]!, (string)operators["error"]!, (string?)operators["rendered"]));
        Assert.Equal("the receiver refused it with 404: channel_not_found", (string)admins["error"]!);
        Assert.NotNull((string?)admins["rendered"]);
        Assert.Equal("the receiver answered 404", (string)(await api.SendAsync(HttpMethod.Get, "/channels/ops", key: AdminHost.ViewerKey)).Json["last_error"]!["error"]!);
    }

    [Fact]
    public async Task Test_OfWhatIsNotSaved_IsForAdministrators()
    {
        await using var api = await Api.StartAsync("/api/notifications");
        const string Body = """{ "type": "webhook", "config": { "url": "https://127.0.0.1/" } }""";

        Assert.Equal(HttpStatusCode.Forbidden, (await api.SendAsync(HttpMethod.Post, "/test", Body, AdminHost.OperatorKey)).Status);
        Assert.StartsWith("$.config.url: '127.0.0.1' is not an address of the public internet", (await api.PostAsync("/test", Body)).Errors, StringComparison.Ordinal);
        Assert.StartsWith("$.config.url: '0.0.0.0' is not an address", (await api.PostAsync("/test", Body.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal))).Errors, StringComparison.Ordinal);
        Assert.StartsWith("$.config.url: '::' is not an address", (await api.PostAsync("/test", Body.Replace("127.0.0.1", "[::]", StringComparison.Ordinal))).Errors, StringComparison.Ordinal);
        Assert.Equal("not configured: no address (webhook_url)", (string)(await api.PostAsync("/test", """{ "channel_id": "slack" }""")).Json["error"]!);
        Assert.True((bool)(await api.PostAsync("/test", """{ "channel_id": "in_app" }""")).Json["success"]!);
    }

    [Fact]
    public async Task Test_TooOften_IsRefusedWithHowLongToWait()
    {
        await using var receiver = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var api = new Api(await AdminHost.StartAsync(settings: Private), "/api/notifications");
        await api.PostAsync("/channels", $$"""{ "type": "webhook", "name": "Ops", "config": { "url": "{{receiver.Address}}/hooks" } }""");
        await api.PostAsync("/channels", $$"""{ "type": "slack", "name": "Slow", "rate_limit_per_minute": 2, "config": { "webhook_url": "{{receiver.Address}}/services/{{Secret}}" } }""");
        for (var test = 0; test < 10; test++)
        {
            Assert.True((bool)(await api.PostAsync("/test", """{ "channel_id": "ops" }""")).Json["success"]!);
        }

        var refused = await api.PostAsync("/test", """{ "channel_id": "ops" }""");

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1)), (refused.Status, refused.Headers.RetryAfter!.Delta));
        Assert.Equal("There were 10 tests within a minute. Try again in 60 s.", (string)refused.Json["detail"]!);
        // Another channel is none of its business, but has a limit of its own that tests keep, too.
        Assert.True((bool)(await api.PostAsync("/test", """{ "channel_id": "slow" }""")).Json["success"]!);
        Assert.Equal("The channel takes 2 messages a minute, and has just sent some. Try again in 30 s.", (string)(await api.PostAsync("/test", """{ "channel_id": "slow" }""")).Json["detail"]!);
        api.Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((bool)(await api.PostAsync("/test", """{ "channel_id": "ops" }""")).Json["success"]!);
    }

    [Fact]
    public async Task Test_OfDraftsTooOften_IsRefusedToo()
    {
        await using var api = await Api.StartAsync("/api/notifications");
        for (var test = 0; test < 10; test++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsync("/test", $$"""{ "type": "webhook", "config": { "url": "https://10.0.0.{{test}}/" } }""")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await api.PostAsync("/test", """{ "type": "webhook", "config": { "url": "https://10.0.0.10/" } }""")).Status);
    }

    private static string Config(string type, string address) => new JsonObject(type switch
    {
        "slack" or "teams" or "discord" => [Pair("webhook_url", $"{address}/services/{Secret}")],
        "pagerduty" => [Pair("integration_key", Secret)],
        "webhook" => [Pair("url", $"{address}/hooks"), Pair("headers", new JsonObject { ["X-Token"] = Secret })],
        "alertmanager" => [Pair("url", $"{address}/am"), Pair("headers", new JsonObject { ["Authorization"] = $"Bearer {Secret}" })],
        _ => [Pair("api_key", Secret), Pair("url", address)],
    }).ToJsonString();

    private static KeyValuePair<string, JsonNode?> Pair(string name, JsonNode value) => KeyValuePair.Create<string, JsonNode?>(name, value);
}
