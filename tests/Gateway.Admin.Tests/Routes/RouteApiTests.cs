using System.Net;
using Gateway.Admin.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Routes;

public sealed class RouteApiTests
{
    private const string Root = "/api/notifications/routes";

    private const string Night = """
        { "routes": [ { "match": { "priority": "critical" }, "channels": ["pagerduty", "in_app"], "continue": true }, { "match": { "group": { "model": "gpt-*" } }, "channels": ["in_app"] } ], "default": ["slack"] }
        """;

    [Fact]
    public async Task Get_WithoutAny_IsTheAdmin()
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.GetAsync("");

        Assert.Equal("""{"routes":[],"default":["in_app"],"source":"default","version":null,"updated_at":null,"updated_by":null}""", answer.Text);
        Assert.Equal("\"0\"", answer.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Put_OfRoutes_BringsThemIntoForceAndTheAnswerCanBeSentBack()
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.SendAsync(HttpMethod.Put, "", Night, ifMatch: "\"0\"");

        Assert.Equal((HttpStatusCode.OK, "\"1\""), (answer.Status, answer.Headers.ETag!.Tag));
        Assert.Equal(
            """{"routes":[{"match":{"priority":["critical"]},"channels":["pagerduty","in_app"],"continue":true},{"match":{"group":{"model":"gpt-*"}},"channels":["in_app"]}],"default":["slack"],"source":"api","version":1,"updated_at":"2030-03-17T09:42:08.000Z","updated_by":"ada"}""",
            answer.Text);
        Assert.Equal(answer.Text, (await api.GetAsync("")).Text);
        Assert.Equal("\"2\"", (await api.SendAsync(HttpMethod.Put, "", answer.Text)).Headers.ETag!.Tag);
    }

    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"0\"", 412)]
    [InlineData("\"x\"", 412)]
    [InlineData("1", 400)]
    public async Task Put_WithIfMatch_ChangesOnlyTheVersionThatWasRead(string ifMatch, int expected)
    {
        await using var api = await Api.StartAsync(Root);
        await api.SendAsync(HttpMethod.Put, "", Night);

        Assert.Equal(expected, (int)(await api.SendAsync(HttpMethod.Put, "", """{ "routes": [] }""", ifMatch: ifMatch)).Status);
    }

    [Fact]
    public async Task Put_WhileThereIsAFile_IsRefusedAndNamesIt()
    {
        await using var api = await Api.StartAsync(Root);
        api.Host.Services.GetRequiredService<NotificationParts>().WriteRouteFile("""[ { "channels": ["email"] } ]""");

        var answer = await api.SendAsync(HttpMethod.Put, "", Night);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("config/routes.json", answer.Text, StringComparison.Ordinal);
        var inForce = await api.GetAsync("");
        Assert.Equal(("config/routes.json", "email"), ((string)inForce.Json["source"]!, (string)inForce.Json["routes"]![0]!["channels"]![0]!));
        Assert.Null(inForce.Headers.ETag);
    }

    [Theory]
    [InlineData("", "$: ")]
    [InlineData("""{ "routes": [ { "channels": ["pigeon"] } ] }""", "$.routes[0].channels: unknown channel 'pigeon'")]
    [InlineData("""[ { "match": { "priority": "urgent" }, "channels": [] } ]""", "$[0].match.priority: must be one of")]
    [InlineData("""{ "routes": [ { "match": { "labels": { "a": {} } }, "channels": [] } ] }""", "$.routes[0].match.labels: must be an object of texts")]
    public async Task Put_OfWhatAreNoRoutes_SaysWhatIsWrong(string body, string expected)
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.SendAsync(HttpMethod.Put, "", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith(expected, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAnAlert_SaysWhichRoutesMatchAndWhoIsTold()
    {
        await using var api = await Api.StartAsync(Root);
        await api.SendAsync(HttpMethod.Put, "", Night);

        var answer = await api.SendAsync(HttpMethod.Post, "/preview", """{ "priority": "critical", "group": { "model": "claude-opus" } }""", AdminHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            """{"at":"2030-03-17T09:42:08.000Z","source":"routes","routes":[{"index":0,"route":{"match":{"priority":["critical"]},"channels":["pagerduty","in_app"],"continue":true},"matched":true,"why_not":null},{"index":1,"route":{"match":{"group":{"model":"gpt-*"}},"channels":["in_app"]},"matched":false,"why_not":"group model is claude-opus"}],"channels":[{"id":"pagerduty","send":false,"reason":"not configured","held_until":null},{"id":"in_app","send":true,"reason":null,"held_until":null}]}""",
            answer.Text);
    }

    [Fact]
    public async Task Preview_OfASilencedRule_SaysBySomebodyAndUntilWhen()
    {
        await using var api = await Api.StartAsync(Root);
        await new Api(api.Host, "/api/alerts/silences").SendAsync(
            HttpMethod.Post, "", $$"""{ "matchers": { "rule_id": "{{RuleParts.FileRule}}" }, "ends_at": "2030-03-17T11:00:00Z", "comment": "a fair" }""", AdminHost.OperatorKey);

        var preview = (await api.PostAsync("/preview", $$"""{ "rule_id": "{{RuleParts.FileRule}}" }""")).Json;
        Assert.Equal("default", (string)preview["source"]!);
        Assert.Equal(
            """{"id":"in_app","send":false,"reason":"silenced by otto until 11:00 UTC: a fair","held_until":"2030-03-17T11:00:00.000Z"}""",
            preview["channels"]![0]!.ToJsonString());
        preview = (await api.PostAsync("/preview", $$"""{ "rule_id": "{{RuleParts.FileRule}}", "at": "2030-03-17T11:00:00Z" }""")).Json;
        Assert.True((bool)preview["channels"]![0]!["send"]!);
    }

    [Theory]
    [InlineData("""{ "rule_id": "provider-outrage" }""", "$.rule_id: there is no rule 'provider-outrage'; did you mean 'provider-outage'?")]
    [InlineData("""{ "rule_id": "provider-outage", "priority": "low" }""", "$.priority: comes from the rule")]
    [InlineData("""{ "priority": 7 }""", "$.priority: must be one of")]
    [InlineData("""{ "at": "0001-01-01T00:00:00Z" }""", "$.at: must be within a year of now")]
    [InlineData("""{ "channels": ["email"] }""", "$.channels: unknown field")]
    [InlineData("[]", "$: must be an object")]
    public async Task Preview_OfWhatIsNoQuestion_SaysWhatIsWrong(string body, string expected)
    {
        await using var api = await Api.StartAsync(Root);

        Assert.StartsWith(expected, (await api.PostAsync("/preview", body)).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 401, 401, 401)]
    [InlineData(AdminHost.ViewerKey, 200, 403, 403)]
    [InlineData(AdminHost.OperatorKey, 200, 403, 200)]
    [InlineData(AdminHost.AdminKey, 200, 200, 200)]
    public async Task EveryEndpoint_ByRole_AllowsWhatTheContractSays(string? key, int get, int put, int preview)
    {
        await using var api = await Api.StartAsync(Root);

        Assert.Equal(get, (int)(await api.SendAsync(HttpMethod.Get, "", key: key)).Status);
        Assert.Equal(put, (int)(await api.SendAsync(HttpMethod.Put, "", Night, key)).Status);
        Assert.Equal(preview, (int)(await api.SendAsync(HttpMethod.Post, "/preview", "{}", key)).Status);
    }
}
