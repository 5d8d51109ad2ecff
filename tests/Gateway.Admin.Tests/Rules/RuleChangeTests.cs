using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Rules;

/// <summary>Replacing, turning on and off, deleting and restoring rules over HTTP, and who may.</summary>
public sealed class RuleChangeTests
{
    [Fact]
    public async Task Put_OnTheVersionThatWasRead_ReplacesTheRule()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        var answer = await api.PutAsync("/spend", RuleApi.Spend.Replace("5", "7", StringComparison.Ordinal), "\"1\"");

        Assert.Equal((HttpStatusCode.OK, "\"2\"", 7), (answer.Status, answer.Headers.ETag!.Tag, (int)answer.Json["logic"]!["conditions"]![0]!["threshold"]!));
        Assert.Equal(7, Assert.IsType<Condition>(Assert.IsType<LogicGroup>(api.Host.Rules.Provider.Current.Rules.Single(rule => rule.Id == "spend").Definition.Logic).Conditions[0]).Threshold);
    }

    [Fact]
    public async Task Put_OfWhatGetGave_IsTaken()
    {
        await using var api = await RuleApi.StartAsync();
        var made = await api.PostAsync("", RuleApi.Spend);

        Assert.Equal(HttpStatusCode.OK, (await api.PutAsync("/spend", made.Text, made.Headers.ETag!.Tag)).Status);
    }

    /// <summary>However it is written: only what it says counts.</summary>
    [Theory]
    [InlineData("""{ "name": "Spend", "conditions": [ { "metric": "total_cost", "operator": ">", "threshold": 5 } ] }""")]
    [InlineData("""{ "id": "spend", "conditions": [ { "field": "total_cost", "operator": ">", "value": 5.0 } ], "priority": "medium", "cooldown": "300s", "name": "Spend" }""")]
    public async Task Put_OfWhatItSaysAlready_MakesNoVersion(string same)
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        var answer = await api.PutAsync("/spend", same, "\"1\"");

        Assert.Equal((HttpStatusCode.OK, "\"1\"", 1), (answer.Status, answer.Headers.ETag!.Tag, (int)answer.Json["version"]!));
        Assert.Equal(1, (int)(await api.GetAsync("/spend/versions")).Json["total"]!);
    }

    [Fact]
    public async Task Put_WithoutAnId_KeepsTheRulesOwn()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        var answer = await api.PutAsync("/spend", RuleApi.Spend.Replace("Spend", "予算", StringComparison.Ordinal));

        Assert.Equal(("spend", "予算"), ((string?)answer.Json["id"], (string?)answer.Json["name"]));
    }

    [Fact]
    public async Task Put_OfAnotherId_IsRefused()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        Assert.StartsWith("must be 'spend'", (await api.PutAsync("/spend", RuleApi.SpendWith("\"id\": \"other\""))).Errors["$.id"], StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "PUT", "" },
        { "DELETE", "" },
        { "POST", "/toggle" },
        { "POST", "/versions/1/restore" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_OfAnOldVersion_IsRefusedAndChangesNothing(string method, string path)
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        await api.PutAsync("/spend", RuleApi.SpendWith("\"priority\": \"high\""));

        foreach (var old in new[] { "\"1\"", "\"1\", \"7\"", "W/\"2\"", "\"abc\"" })
        {
            var answer = await api.SendAsync(new(method), "/spend" + path, RuleApi.Spend, old);
            Assert.Equal(HttpStatusCode.PreconditionFailed, answer.Status);
            Assert.Contains("at version 2 now", answer.Detail, StringComparison.Ordinal);
        }

        Assert.Equal("\"2\"", (await api.GetAsync("/spend")).Headers.ETag!.Tag);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_OnTheRightVersionAmongOthersOrAny_IsDone(string method, string path)
    {
        foreach (var tag in new[] { "\"9\", \"1\"", "*" })
        {
            await using var api = await RuleApi.StartAsync();
            await api.PostAsync("", RuleApi.Spend);

            var answer = await api.SendAsync(new(method), "/spend" + path, RuleApi.Spend, tag);

            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, answer.Text);
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_WithATagThatIsNone_IsRefused(string method, string path)
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        Assert.Equal(HttpStatusCode.BadRequest, (await api.SendAsync(new(method), "/spend" + path, RuleApi.Spend, "1")).Status);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_OfAFilesRule_IsRefusedWithTheFilesName(string method, string path)
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.SendAsync(new(method), $"/{RuleParts.FileRule}{path}", RuleApi.Spend);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("comes from config/rules/errors.json:2", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_OfNoRule_IsNotFound(string method, string path)
    {
        await using var api = await RuleApi.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(new(method), "/none" + path, RuleApi.Spend)).Status);
    }

    [Theory]
    [InlineData("GET", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "", AdminHost.ViewerKey, HttpStatusCode.OK)]
    [InlineData("GET", "/provider-outage", AdminHost.ViewerKey, HttpStatusCode.OK)]
    [InlineData("GET", "/provider-outage/versions", AdminHost.ViewerKey, HttpStatusCode.OK)]
    [InlineData("POST", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "", AdminHost.ViewerKey, HttpStatusCode.Forbidden)]
    [InlineData("POST", "", AdminHost.OperatorKey, HttpStatusCode.Forbidden)]
    [InlineData("POST", "", AdminHost.AdminKey, HttpStatusCode.Created)]
    [InlineData("PUT", "/none", AdminHost.OperatorKey, HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "/none", AdminHost.OperatorKey, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/none/toggle", AdminHost.OperatorKey, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/none/versions/1/restore", AdminHost.OperatorKey, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/none/toggle", null, HttpStatusCode.Unauthorized)]
    public async Task Ask_ByRole_Answers(string method, string path, string? key, HttpStatusCode expected)
    {
        await using var api = await RuleApi.StartAsync();

        Assert.Equal(expected, (await api.SendAsync(new(method), path, method == "GET" ? null : RuleApi.Spend, key: key)).Status);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "/spend")]
    [InlineData("DELETE", "/spend")]
    [InlineData("POST", "/spend/toggle")]
    public async Task Change_ByCookieWithoutTheAntiforgeryToken_IsRefused(string method, string path)
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        var browser = await Session.SignedInAsync(api.Host, AdminHost.AdminKey);
        using var request = new HttpRequestMessage(new(method), "/api/alerts/rules" + path) { Content = new StringContent(RuleApi.Spend) };

        using var response = await browser.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("\"1\"", (await api.GetAsync("/spend")).Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Toggle_TurnsTheRuleOffAndOnAgain()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        var off = await api.PostAsync("/spend/toggle");

        Assert.Equal(("""{"id":"spend","is_active":false}""", "\"2\""), (off.Text, off.Headers.ETag!.Tag));
        Assert.DoesNotContain(api.Host.Rules.Provider.Current.Active, rule => rule.Id == "spend");
        Assert.Equal("""{"id":"spend","is_active":true}""", (await api.PostAsync("/spend/toggle")).Text);
        Assert.Contains(api.Host.Rules.Provider.Current.Active, rule => rule.Id == "spend");
    }

    [Fact]
    public async Task Versions_OfADeletedRule_AreReadableAndRestorable()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        api.Host.Time.Advance(TimeSpan.FromMinutes(1));
        await api.PostAsync("/spend/toggle");
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("/spend", "\"2\"")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/spend")).Status);

        var versions = (await api.GetAsync("/spend/versions")).Json;
        Assert.Equal(
            [(3, "deleted", "ada", false), (2, "deactivated", "ada", false), (1, "created", "ada", true)],
            versions["versions"]!.AsArray().Select(version => ((int)version!["version"]!, (string)version["action"]!, (string)version["by"]!, (bool?)version["rule"]!["is_active"] ?? true)));
        Assert.Equal("2030-03-17T09:42:08.000Z", (string?)versions["versions"]![2]!["at"]);

        var restored = await api.PostAsync("/spend/versions/1/restore");
        Assert.Equal((HttpStatusCode.OK, 4, true), (restored.Status, (int)restored.Json["version"]!, (bool)restored.Json["is_active"]!));
        Assert.Contains(api.Host.Rules.Provider.Current.Active, rule => rule.Id == "spend");
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/spend/versions/9/restore")).Status);
    }

    [Fact]
    public async Task Versions_Paged_SayWhetherThereIsMore()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        await api.PostAsync("/spend/toggle");
        await api.PostAsync("/spend/toggle");

        var answer = (await api.GetAsync("/spend/versions?limit=1&offset=1")).Json;

        Assert.Equal((2, 3), ((int)answer["versions"]![0]!["version"]!, (int)answer["total"]!));
        Assert.Equal("""{"limit":1,"offset":1,"has_more":true}""", answer["pagination"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/none/versions")).Status);
    }
}
