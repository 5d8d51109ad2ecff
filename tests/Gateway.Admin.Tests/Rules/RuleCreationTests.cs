using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Rules;

/// <summary>Making rules over HTTP.</summary>
public sealed class RuleCreationTests
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
}
