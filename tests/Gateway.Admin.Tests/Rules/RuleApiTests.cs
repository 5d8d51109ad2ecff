using System.Net;
using System.Text.Json.Nodes;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Tests.Rules;

public sealed class RuleApiTests
{
    [Fact]
    public async Task Create_OfARule_AnswersWithItsPlaceAndVersionAndBringsItIntoForce()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", RuleApi.Spend);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(("/api/alerts/rules/spend", "\"1\""), (answer.Headers.Location!.OriginalString, answer.Headers.ETag!.Tag));
        Assert.Contains(api.Host.Rules.Provider.Current.Rules, rule => rule.Id == "spend");
        Assert.Equal(
            """
            {"id":"spend","name":"Spend","logic":{"type":"AND","conditions":[{"metric":"total_cost","operator":">","threshold":5}]},"time_window":"5m","cooldown":"5m","for":"0s","keep_firing_for":"0s","priority":"medium","no_data":"ok","auto_resolve":true,"is_active":true,"source":"api","version":1,"updated_at":"2030-03-17T09:42:08.000Z","updated_by":"ada","state":"normal","is_flapping":false,"health":"ok","problem":null,"last_triggered":null,"trigger_count":0,"suppressed_count":0}
            """,
            answer.Text);
    }

    [Fact]
    public async Task Create_OfWhatAFileHolds_TakesCommentsAndTrailingCommas()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", """{ "$schema": "x", "id": "a", /* why */ "name": "A", "conditions": [ { "field": "errors", "operator": ">", "value": 5 }, ], } // done""");

        Assert.Equal((HttpStatusCode.Created, "a"), (answer.Status, (string?)answer.Json["id"]));
    }

    [Fact]
    public async Task Create_OfAnArray_MakesAllOfItAndAnswersWithTheList()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", $"[ {RuleApi.Spend}, {RuleApi.Spend}, {RuleApi.SpendWith("\"id\": \"mine\"")} ]");

        Assert.Equal((HttpStatusCode.Created, 3), (answer.Status, (int)answer.Json["count"]!));
        Assert.Equal(["spend", "spend-2", "mine"], answer.Json["rules"]!.AsArray().Select(rule => (string?)rule!["id"]));
        Assert.Null(answer.Headers.Location);
        Assert.Equal(3, api.Host.Rules.Provider.Current.Rules.Count(rule => rule.Definition.Name == "Spend"));
    }

    [Theory]
    [InlineData("""[ { "name": "A", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }, { "name": "B", "conditions": [ { "metric": "errrs", "operator": "=>", "threshold": 1 } ] } ]""", 400, "$[1].conditions[0].metric", "unknown metric 'errrs'; did you mean 'errors'? (rule 'b')")]
    [InlineData("""[ { "name": "A", "id": "a", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }, { "name": "B", "id": "a", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] } ]""", 400, "$[1].id", "'a' is already the id of the rule at [0]; ids are unique")]
    [InlineData("""[ { "name": "A", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }, 5 ]""", 400, "$[1]", "a rule must be a JSON object")]
    public async Task Create_OfAnArrayWithAMistake_MakesNothingAndNamesTheIndex(string body, int status, string path, string message)
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", body);

        Assert.Equal((status, message), ((int)answer.Status, answer.Errors[path]));
        Assert.Equal([RuleParts.FileRule], api.Host.Rules.Provider.Entries.All.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Create_OfAnArrayWithAnIdThatIsTaken_MakesNothing()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", $"[ {RuleApi.Spend}, {RuleApi.SpendWith($"\"id\": \"{RuleParts.FileRule}\"")} ]");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.StartsWith($"There is already a rule '{RuleParts.FileRule}'", answer.Detail, StringComparison.Ordinal);
        Assert.Equal([RuleParts.FileRule], api.Host.Rules.Provider.Entries.All.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Get_OfARule_IsARuleFileAsItIs()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", """{ "name": "Spend", "conditions": [ { "metric": "total_cost", "operator": "change>", "threshold": 5 } ], "cooldown": 90, "actions": { "channels": ["slack_webhook"] } }""");

        var (rules, mistakes) = RuleReader.Read((await api.GetAsync("/spend")).Text, "spend.json");

        Assert.Empty(mistakes);
        Assert.Equal(RuleDocument.Write(api.Host.Rules.Provider.Entries.Find("spend")!.Definition!), RuleDocument.Write(Assert.Single(rules)));
    }

    [Fact]
    public async Task Get_OfAFilesRule_NamesTheFileAndHasNoVersion()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.GetAsync("/" + RuleParts.FileRule);

        Assert.Equal("config/rules/errors.json:2", (string?)answer.Json["source"]);
        Assert.Null(answer.Json["version"]);
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task Create_OfANameThatIsTaken_GetsAnIdOfItsOwn()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        Assert.Equal("spend-2", (string?)(await api.PostAsync("", RuleApi.Spend)).Json["id"]);
        Assert.Equal("spend-3", (string?)(await api.PostAsync("", RuleApi.Spend)).Json["id"]);
    }

    [Theory]
    [InlineData("spend", "There is already a rule 'spend' (api).")]
    [InlineData(RuleParts.FileRule, "There is already a rule 'provider-outage' (config/rules/errors.json:2).")]
    public async Task Create_OfAnIdThatIsTaken_IsRefused(string id, string expected)
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);

        var answer = await api.PostAsync("", RuleApi.SpendWith($"\"id\": \"{id}\""));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.StartsWith(expected, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithMistakes_NamesAllOfThemByPath()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", """
            { "name": "x", "cooldwn": 5, "group_by": ["modell"], "actions": { "channels": ["slak"] },
              "logic": { "type": "OR", "conditions": [ { "metric": "eror_rate", "operator": ">", "threshold": 1 }, { "metric": "errors", "operator": "=>", "threshold": "5" } ] } }
            """);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(
            ["$.actions.channels", "$.cooldwn", "$.group_by", "$.logic.conditions[0].metric", "$.logic.conditions[1].operator", "$.logic.conditions[1].threshold"],
            answer.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("unknown metric 'eror_rate'; did you mean 'error_rate'?", answer.Errors["$.logic.conditions[0].metric"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("null", "a rule must be a JSON object")]
    [InlineData("[]", "an array needs at least one rule")]
    [InlineData("\"\\ud800\"", "no Unicode")]
    [InlineData("""{ "name": "a", "na\ud800me": 1 }""", "no Unicode")]
    public async Task Create_OfNoRule_SaysWhatItMustBe(string body, string expected)
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Errors["$"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OfAnEndlesslyNestedBody_IsRefused()
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.PostAsync("", string.Concat(Enumerable.Repeat("""{"logic":""", 20_000)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Create_OfAMemberWrittenTwice_IsRefused()
    {
        await using var api = await RuleApi.StartAsync();

        Assert.Equal("is written twice; keep one", (await api.PostAsync("", RuleApi.SpendWith("\"name\": \"Other\""))).Errors["$.name"]);
    }

    [Fact]
    public async Task Create_OfABodyThatIsTooLarge_IsRefusedUnread()
    {
        await using var api = await RuleApi.StartAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await api.PostAsync("", new string(' ', 5_000_000))).Status);
    }

    [Fact]
    public async Task Create_OfTheLastRuleThatIsAllowed_RefusesTheNext()
    {
        await using var api = await RuleApi.StartAsync();
        var many = string.Join(',', Enumerable.Range(1, RuleCompiler.MostRules - 1).Select(number => RuleApi.Spend.Replace("Spend", $"r{number}", StringComparison.Ordinal)));
        api.Host.Rules.Write($"[{many}]");
        api.Host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("", RuleApi.Spend)).Status);
        var answer = await api.PostAsync("", RuleApi.Spend);

        Assert.Equal((HttpStatusCode.Conflict, "There are 10000 rules, and 10000 are allowed: delete one first."), (answer.Status, answer.Detail));
    }

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

    [Theory]
    [InlineData("", "provider-outage,spend,tokens")]
    [InlineData("?include_inactive=true", "provider-outage,spend,tokens")]
    [InlineData("?include_inactive=false", "provider-outage,spend")]
    [InlineData("?search=SPEND", "spend,tokens")]
    [InlineData("?search=outage", "provider-outage")]
    [InlineData("?search=spend&include_inactive=false", "spend")]
    public async Task List_Filtered_GivesWhatItSays(string query, string expected)
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        await api.PostAsync("", """{ "name": "Tokens", "description": "spend, in another way", "is_active": false, "conditions": [ { "metric": "total_tokens", "operator": ">", "threshold": 5 } ] }""");

        var answer = (await api.GetAsync(query)).Json;

        Assert.Equal(expected, string.Join(',', answer["rules"]!.AsArray().Select(rule => (string?)rule!["id"])));
        Assert.Equal(expected.Split(',').Length, (int)answer["count"]!);
    }

    [Fact]
    public async Task List_OfARuleThatFires_SaysSo()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        api.Host.Rules.Memory.Restore("spend", GroupKey.Whole, AlertState.Normal with { Phase = AlertPhase.Firing });
        await api.Host.Rules.CountAsync("spend", 3, 7, Scene.Now);

        var rule = (await api.GetAsync("?search=spend")).Json["rules"]![0]!;

        Assert.Equal(("firing", 3, 7, "2030-03-17T09:42:08.000Z"), ((string?)rule["state"], (int)rule["trigger_count"]!, (int)rule["suppressed_count"]!, (string?)rule["last_triggered"]));
    }

    [Fact]
    public async Task Get_OfARuleInTrouble_SaysWhatIsTheMatter()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        api.Host.Rules.Board.Report("spend", RuleTrouble.Slow, "it takes 2 s and is judged every 20 s");

        var rule = (await api.GetAsync("/spend")).Json;

        Assert.Equal(("slow", "it takes 2 s and is judged every 20 s"), ((string?)rule["health"], (string?)rule["problem"]));
    }

    [Theory]
    [InlineData("GET", "?serch=x", "serch", "is not known; allowed: include_inactive, search")]
    [InlineData("GET", "?include_inactive=yes", "include_inactive", "must be true or false, was \"yes\"")]
    [InlineData("GET", "/provider-outage?verbose=1", "verbose", "is not known; there are no parameters here")]
    [InlineData("GET", "/provider-outage/versions?limit=0", "limit", "must be a whole number from 1 to 500, was \"0\"")]
    [InlineData("POST", "?dry_run=true", "dry_run", "is not known; there are no parameters here")]
    [InlineData("DELETE", "/none?force=true", "force", "is not known; there are no parameters here")]
    public async Task Ask_WithAQueryThatIsNotUnderstood_SaysWhatIsAllowed(string method, string path, string parameter, string expected)
    {
        await using var api = await RuleApi.StartAsync();

        var answer = await api.SendAsync(new(method), path, method == "POST" ? RuleApi.Spend : null);

        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, answer.Errors[parameter]));
    }

    [Fact]
    public async Task File_WithTheIdOfAStoredRule_HidesItUntilItIsGone()
    {
        await using var api = await RuleApi.StartAsync();
        await api.PostAsync("", RuleApi.Spend);
        api.Host.Rules.Write(RuleApi.Spend.Replace("5", "99", StringComparison.Ordinal));
        api.Host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("config/rules/errors.json:2", (string?)(await api.GetAsync("/spend")).Json["source"]);
        Assert.Equal(HttpStatusCode.Conflict, (await api.DeleteAsync("/spend")).Status);

        api.Host.Rules.Write("[]");
        api.Host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("api", (string?)(await api.GetAsync("/spend")).Json["source"]);
    }

    [Fact]
    public async Task Metrics_AreTheWholeCatalog()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);

        var answer = JsonNode.Parse(await client.GetStringAsync("/api/alerts/metrics", TestContext.Current.CancellationToken))!;

        Assert.Equal(Gateway.Alerting.Metrics.MetricCatalog.All.Select(metric => metric.Name), answer["metrics"]!.AsArray().Select(metric => (string)metric!["name"]!));
        Assert.All(answer["metrics"]!.AsArray(), metric => Assert.All(new[] { "unit", "kind", "description", "no_calls" }, member => Assert.NotEqual("", (string?)metric![member])));
        Assert.Contains("tag:<name>", answer["metrics"]![0]!["group_by"]!.AsArray().Select(name => (string)name!));
    }
}
