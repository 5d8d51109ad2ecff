using System.Net;
using System.Text.Json.Nodes;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Tests.Rules;

/// <summary>Rules, and the metrics they can use, as the API shows them.</summary>
public sealed class RuleReadTests
{
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
