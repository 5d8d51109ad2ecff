using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Alerting.Calls;
using Gateway.Testing;

namespace Gateway.Admin.Tests.Rules;

/// <summary>Rules tried over HTTP.</summary>
public class TrialEndpointsTests
{
    private const string Rule = """{ "id": "errors", "name": "Errors", "time_window": "1m", "cooldown": "5m", "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 50, "min_requests": 4 } ] }""";

    [Fact]
    public async Task Test_OfARuleInTheBody_AnswersWithTreeAndSentence()
    {
        await using var api = await TrialApi.StartAsync("[]", Calls(-10, 3, 4));

        var (status, json) = await Post(api, "test", Rule);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """
            {"triggered":true,"evaluated_at":"2026-03-02T12:00:00.000Z","sentence":"Alert when error rate over 1 min is at least 50 % (at least 4 requests).","tree":{"type":"AND","conditions":[{"metric":"error_rate","operator":">=","threshold":50,"actual":75,"requests":4,"reason":null,"met":true}],"met":true},"groups":[],"group_count":0}
            """,
            json.ToJsonString(Gateway.Alerting.GatewayJson.Options));
    }

    [Fact]
    public async Task Test_OfAGroupedRule_ListsItsGroups()
    {
        await using var api = await TrialApi.StartAsync("[]", Calls(-10, 3, 4));

        var (_, json) = await Post(api, "test", Rule.Replace("\"name\"", "\"group_by\": [\"model\"], \"name\"", StringComparison.Ordinal));

        var group = Assert.Single(json["groups"]!.AsArray())!;
        Assert.Equal(("gpt-5.4", true, 75), ((string?)group["group"]!["model"], (bool)group["met"]!, (int)group["tree"]!["conditions"]![0]!["actual"]!));
        Assert.Equal(1, (int)json["group_count"]!);
    }

    [Fact]
    public async Task Test_OfARuleInForce_NeedsOnlyItsId()
    {
        await using var api = await TrialApi.StartAsync(Rule);

        var (status, json) = await Post(api, "errors/test", "");
        var (missing, problem) = await Post(api, "other/test", "");

        Assert.Equal((HttpStatusCode.OK, false), (status, (bool)json["triggered"]!));
        Assert.Equal("no calls in the window", (string?)json["tree"]!["conditions"]![0]!["reason"]);
        Assert.Equal((HttpStatusCode.NotFound, "There is no rule 'other'."), (missing, (string?)problem["detail"]));
    }

    [Theory]
    [InlineData("test", """{ "name": "n", "conditions": [ { "metric": "error", "operator": ">", "threshold": 1 } ] }""", "$.conditions[0].metric", "unknown metric 'error'; did you mean 'errors'? (rule 'n')")]
    [InlineData("test", "[]", "$", "a rule must be a JSON object")]
    [InlineData("backtest", """{ "rule": "errors", "from": "2026-03-02", "to": "2026-03-01" }""", "$.from", "must be before 'to'")]
    public async Task Request_WithAMistake_IsRefusedWithItsPath(string path, string body, string place, string message)
    {
        await using var api = await TrialApi.StartAsync(Rule);

        var (status, json) = await Post(api, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(message, (string?)json["errors"]![place]![0]);
    }

    [Fact]
    public async Task Backtest_ComparesWithTheRuleInForce()
    {
        await using var api = await TrialApi.StartAsync(Rule, [.. Calls(-600, 2, 4), .. Calls(-200, 4, 4)]);

        var (status, json) = await Post(api, "backtest", $$"""{ "rule": {{Rule.Replace("50", "90", StringComparison.Ordinal)}}, "from": "2026-03-02", "compare": "errors" }""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """[{"group":{},"started_at":"2026-03-02T11:56:41.000Z","ended_at":"2026-03-02T11:57:40.000Z","duration":"59s","peak":100,"notifications":2,"suppressed":false}]""",
            json["firings"]!.ToJsonString());
        Assert.Equal((1, 2, 0, 8), ((int)json["firing_count"]!, (int)json["notifications"]!, (int)json["suppressed"]!, (int)json["calls"]!));
        Assert.Equal(2, (int)json["compared"]![0]!["firing_count"]!);
        Assert.Equal("The new one would have fired once, the old one 2 times.", (string?)json["comparison"]);
        Assert.Equal("2026-03-02T12:00:00.000Z", (string?)json["to"]);
        Assert.NotNull(json["took_ms"]);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.Forbidden)]
    [InlineData("operator", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task Trials_AreForOperatorsAndAdmins(string role, HttpStatusCode expected)
    {
        await using var api = await TrialApi.StartAsync(Rule);

        Assert.Equal(expected, (await Send(api, "test", Rule, role)).StatusCode);
        Assert.Equal(expected, (await Send(api, "errors/test", "", role)).StatusCode);
        Assert.Equal(expected, (await Send(api, "backtest", """{ "rule": "errors", "from": "2026-03-02" }""", role)).StatusCode);
    }

    [Fact]
    public async Task Backtest_WhileTwoAreRunning_IsRefusedAndTestsAreNot()
    {
        const string body = """{ "rule": "errors", "from": "2026-03-02" }""";
        await using var api = await TrialApi.StartAsync(Rule);
        var open = new TaskCompletionSource();
        api.History.Gate = open.Task;
        var running = new[] { Post(api, "backtest", body), Post(api, "backtest", body) };
        await api.History.Begun.WaitAsync(TestContext.Current.CancellationToken);
        await api.History.Begun.WaitAsync(TestContext.Current.CancellationToken);

        var (status, problem) = await Post(api, "backtest", body);
        api.History.Gate = Task.CompletedTask;
        var (test, _) = await Post(api, "errors/test", "");
        open.SetResult();

        Assert.Equal((HttpStatusCode.TooManyRequests, "2 backtests are running; try again when one of them has ended."), (status, (string?)problem["detail"]));
        Assert.Equal(HttpStatusCode.OK, test);
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(HttpStatusCode.OK, (await Post(api, "backtest", body)).Status);
    }

    [Fact]
    public async Task Backtest_WhoseClientGoesAway_EndsAndGivesItsPlaceFree()
    {
        const string body = """{ "rule": "errors", "from": "2026-03-02" }""";
        await using var api = await TrialApi.StartAsync(Rule);
        api.History.Gate = Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        for (var gone = 0; gone < 2; gone++)
        {
            using var client = new CancellationTokenSource();
            var asked = Send(api, "backtest", body, "operator", client.Token);
            await api.History.Begun.WaitAsync(TestContext.Current.CancellationToken);
            await client.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        // The places are given back after the clients have stopped waiting: soon, not at once.
        api.History.Gate = Task.CompletedTask;
        var (status, tries) = (HttpStatusCode.TooManyRequests, 0);
        while (status == HttpStatusCode.TooManyRequests && tries++ < 1_000)
        {
            (status, _) = await Post(api, "backtest", body);
        }

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Backtest_WithSeries_SaysWhatEachConditionRead()
    {
        await using var api = await TrialApi.StartAsync($"[{Rule}]", Calls(-10, 3, 4));

        var (_, json) = await Post(api, "backtest", """{ "rule": "errors", "from": "2026-03-02T11:59:40Z", "series": true }""");

        var series = Assert.Single(json["series"]!.AsArray())!;
        Assert.Equal(("error_rate", ">=", 50, 1), ((string?)series["metric"], (string?)series["operator"], (int)series["threshold"]!, (int)series["step_seconds"]!));
        Assert.Null((double?)series["values"]![0]);
        Assert.Equal(75, (double?)series["values"]!.AsArray()[^1]);
        Assert.False((await Post(api, "backtest", """{ "rule": "errors", "from": "2026-03-02" }""")).Json.AsObject().ContainsKey("series"));
    }

    private static IEnumerable<LlmCall> Calls(double second, int failed, int of) => Enumerable.Range(0, of)
        .Select(index => Some.Call(Some.Noon.AddSeconds(second + 0.5), index < failed ? CallOutcome.ServerError : CallOutcome.Success));

    private static async Task<(HttpStatusCode Status, JsonNode Json)> Post(TrialApi api, string path, string body)
    {
        using var answer = await Send(api, path, body, "operator");
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private static async Task<HttpResponseMessage> Send(TrialApi api, string path, string body, string role, CancellationToken? client = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var sender = api.ClientOf(role);
        return await sender.PostAsync($"/api/alerts/rules/{path}", content, client ?? TestContext.Current.CancellationToken);
    }
}
