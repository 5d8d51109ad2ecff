using System.Net;
using System.Text.RegularExpressions;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Tests.Rules;

/// <summary>The list of rules without a script: links and forms alone.</summary>
public sealed partial class RulePageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "latency provider-outage spend")]
    [InlineData("search=SPE", "spend")]
    [InlineData("search=of+all+teams", "spend")]
    [InlineData("state=firing", "latency")]
    [InlineData("state=paused", "spend")]
    [InlineData("priority=critical", "spend")]
    [InlineData("source=api", "latency spend")]
    [InlineData("source=config%2Frules%2Ferrors.json", "provider-outage")]
    [InlineData("channel=slack", "spend")]
    [InlineData("channel=*", "latency provider-outage")]
    [InlineData("sort=state", "latency provider-outage spend")]
    [InlineData("sort=priority", "spend latency provider-outage")]
    [InlineData("sort=fired", "spend latency provider-outage")]
    [InlineData("offset=2147483647", "latency provider-outage spend")]
    [InlineData("source=elsewhere", "")]
    public async Task List_WithTheFilterInTheUrl_ShowsWhatMatches(string query, string expected)
    {
        await using var host = await WithRulesAsync();
        var html = await (await Session.SignedInAsync(host, AdminHost.ViewerKey)).GetAsync("/admin/rules?" + query);
        Assert.Equal(expected, Ids(html));
    }

    [Fact]
    public async Task Row_OfARule_SaysHowItIsDoing()
    {
        await using var host = await WithRulesAsync();
        host.Rules.Memory.Restore("latency", new(["gpt-5.4"]), Firing(host.Time.GetUtcNow()));
        host.Rules.Board.Report("latency", RuleTrouble.Slow, "took 120 ms to judge");
        var text = Text(await RowAsync(host, AdminHost.AdminKey, "latency"));
        Assert.Contains("Alert when p95 latency over 5 min is over 800 ms, per model.", text, StringComparison.Ordinal);
        Assert.Contains("Firing 2 groups", text, StringComparison.Ordinal);
        Assert.Contains("Slow It took 120 ms to judge, just now", text, StringComparison.Ordinal);
        Assert.Contains("Next possible 09:47:08, for its last group", text, StringComparison.Ordinal);
        Assert.Contains("by the routes", text, StringComparison.Ordinal);
        Assert.Contains("never 0 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_OfARuleThatFired_CountsItsAlertsAndShowsWhen()
    {
        await using var host = await WithRulesAsync();
        var html = await RowAsync(host, AdminHost.ViewerKey, "spend");
        Assert.Contains("href=\"/admin/alerts?status=all&amp;rule_id=spend\"", html, StringComparison.Ordinal);
        Assert.Contains("2 d ago 12 alerts of Spend 3", Text(html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AdminHost.ViewerKey, "spend", "")]
    [InlineData(AdminHost.OperatorKey, "spend", "")]
    [InlineData(AdminHost.AdminKey, "spend", "Resume Spend|Edit Spend|Duplicate|Export as a rule file|Delete it: Spend")]
    [InlineData(AdminHost.AdminKey, "latency", "Pause Latency|Edit Latency|Duplicate|Export as a rule file|Delete it: Latency")]
    [InlineData(AdminHost.AdminKey, RuleParts.FileRule, "Duplicate|Export as a rule file")]
    public async Task Row_ByRoleAndSource_OffersWhatCanBeDone(string key, string id, string expected)
    {
        await using var host = await WithRulesAsync();
        var row = await RowAsync(host, key, id);
        var acts = Regex.Match(row, "<td class=\"rule-acts\">.*", RegexOptions.Singleline).Value;
        Assert.Equal(expected, string.Join('|', Acts().Matches(acts).Select(match => Text(match.Value))));
        Assert.Equal(id == RuleParts.FileRule, Text(row).Contains("config/rules/errors.json:2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Toggle_ByForm_SwitchesTheRuleAndGoesBackToItsRow()
    {
        await using var host = await WithRulesAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.AdminKey);
        using var response = await browser.PostAsync("/admin/rules?source=api&handler=toggle", new() { ["id"] = "latency", ["version"] = "1" });
        Assert.Equal("/admin/rules?source=api#rule-latency", response.Headers.Location?.ToString());
        Assert.False(host.Rules.Provider.Entries.Find("latency")!.Definition!.IsActive);
        Assert.Contains("Latency is paused. Its open alerts are resolved.", await browser.GetAsync("/admin/rules?source=api"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toggle", "latency", "7", "Rule &#x27;latency&#x27; has changed since you read it")]
    [InlineData("delete", "latency", "7", "Rule &#x27;latency&#x27; has changed since you read it")]
    [InlineData("delete", RuleParts.FileRule, "", "comes from config/rules/errors.json:2: edit that file")]
    [InlineData("toggle", "nobody", "1", "There is no rule &#x27;nobody&#x27;.")]
    [InlineData("restore", "latency", "", "latency is not deleted; nothing was changed.")]
    public async Task Act_ThatCannotBeDone_ChangesNothingAndSaysWhy(string act, string id, string version, string said)
    {
        await using var host = await WithRulesAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.AdminKey);
        using var response = await browser.PostAsync($"/admin/rules?handler={act}", new() { ["id"] = id, ["version"] = version });
        var html = await browser.GetAsync("/admin/rules");
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.Equal("latency provider-outage spend", Ids(html));
        Assert.True(host.Rules.Provider.Entries.Find("latency")!.Definition!.IsActive);
    }

    [Theory]
    [InlineData(AdminHost.OperatorKey, true, HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.AdminKey, false, HttpStatusCode.BadRequest)]
    public async Task Act_ByForm_NeedsRoleAndToken(string key, bool withToken, HttpStatusCode expected)
    {
        await using var host = await WithRulesAsync();
        var browser = await Session.SignedInAsync(host, key);
        foreach (var act in new[] { "toggle", "delete", "restore" })
        {
            using var response = await browser.PostAsync($"/admin/rules?handler={act}", new() { ["id"] = "latency" }, withToken);
            Assert.Equal(expected, response.StatusCode);
        }

        Assert.True(host.Rules.Provider.Entries.Find("latency")!.Definition!.IsActive);
    }

    [Fact]
    public async Task Delete_ByForm_CanBeTakenBackOnce()
    {
        await using var host = await WithRulesAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.AdminKey);
        using var deleted = await browser.PostAsync("/admin/rules?handler=delete", new() { ["id"] = "spend", ["version"] = "1" });
        var html = await browser.GetAsync("/admin/rules");
        Assert.Contains("Spend is deleted.", html, StringComparison.Ordinal);
        Assert.Equal("latency provider-outage", Ids(html));
        Assert.Contains("name=\"id\" value=\"spend\"", html, StringComparison.Ordinal);
        using var restored = await browser.PostAsync("/admin/rules?handler=restore", new() { ["id"] = "spend" });
        Assert.Equal("latency provider-outage spend", Ids(await browser.GetAsync("/admin/rules")));
        Assert.DoesNotContain("Bring it back", await browser.GetAsync("/admin/rules"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&id=spend", "spend", "spend-20300317T094208Z.json")]
    [InlineData("&source=api", "latency spend", "rules-20300317T094208Z.json")]
    [InlineData("", "latency provider-outage spend", "rules-20300317T094208Z.json")]
    public async Task Export_OfRules_IsARuleFile(string query, string expected, string file)
    {
        await using var host = await WithRulesAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        using var response = await browser.Client.GetAsync("/admin/rules?handler=export" + query, Cancel);
        var (rules, mistakes) = RuleReader.Read(await response.Content.ReadAsStringAsync(Cancel), file);
        Assert.Empty(mistakes);
        Assert.Equal(expected, string.Join(' ', rules.Select(rule => rule.Id).Order()));
        Assert.Equal(file, response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
    }

    [Fact]
    public async Task Stamps_OfRulesOnThePage_DifferWhenTheRowWould()
    {
        await using var host = await WithRulesAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        var before = Stamps(await browser.GetAsync("/admin/rules"));
        Assert.Equal(before, await StampsAsync(browser));
        host.Rules.Memory.Restore("latency", new(["gpt-5.4"]), Firing(host.Time.GetUtcNow()));
        var after = await StampsAsync(browser);
        Assert.NotEqual(before["latency"], after["latency"]);
        Assert.Equal((before["spend"], before[RuleParts.FileRule]), (after["spend"], after[RuleParts.FileRule]));
        Assert.Equal(after["latency"], Stamps(await browser.GetAsync("/admin/rules?handler=rows&ids=latency"))["latency"]);
    }

    [Fact]
    public async Task Page_WithAMistakeInAFile_ShowsWhereItIs()
    {
        await using var host = await AdminHost.StartAsync();
        host.Rules.Write("""{ "id": "provider-outage", "name": "x", "conditions": [ { "metric": "eror_rate", "operator": ">", "threshold": 1 } ] }""");
        host.Time.Advance(TimeSpan.FromSeconds(5));
        var text = Text(await (await Session.SignedInAsync(host, AdminHost.ViewerKey)).GetAsync("/admin/rules"));
        Assert.Matches("config/rules/errors.json:2:[0-9]+: conditions\\[0\\].metric: ", text);
        Assert.Contains("the last good rules stay in force", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfManyRules_IsPaged()
    {
        await using var host = await AdminHost.StartAsync(scene: false);
        foreach (var number in Enumerable.Range(1, 55))
            await host.Rules.Desk.CreateAsync(RuleApi.SpendWith($"\"id\": \"r{number:00}\""), "ada", Cancel);
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        var html = WebUtility.HtmlDecode(await browser.GetAsync("/admin/rules?search=r&sort=priority"));
        Assert.Contains("1 to 50 of 56", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/rules?search=r&sort=priority&offset=50\"", html, StringComparison.Ordinal);
        Assert.Contains("51 to 56 of 56", await browser.GetAsync("/admin/rules?search=r&offset=50"), StringComparison.Ordinal);
    }

    /// <summary>Three rules: one of a file, one that fires for one group, one that is paused and has fired.</summary>
    private static async Task<AdminHost> WithRulesAsync()
    {
        var host = await AdminHost.StartAsync();
        await host.Rules.Desk.CreateAsync(
            """{ "name": "Latency", "conditions": [ { "metric": "p95_latency", "operator": ">", "threshold": 800 } ], "group_by": ["model"] }""", "ada", Cancel);
        await host.Rules.Desk.CreateAsync(
            RuleApi.SpendWith("\"priority\": \"critical\", \"description\": \"The budget of all teams\", \"is_active\": false, \"actions\": { \"channels\": [\"slack\"] }"), "ada", Cancel);
        host.Rules.Memory.Restore("latency", new(["claude"]), Firing(host.Time.GetUtcNow()));
        await host.Rules.CountAsync("spend", 12, 3, host.Time.GetUtcNow().AddDays(-2));
        return host;
    }

    private static AlertState Firing(DateTimeOffset since) => new() { Phase = AlertPhase.Firing, FiringSince = since, Cooldown = new(since, since, null, since) };

    private static async Task<string> RowAsync(AdminHost host, string key, string id)
    {
        var html = await (await Session.SignedInAsync(host, key)).GetAsync($"/admin/rules?handler=rows&ids={id}");
        return Regex.Match(html, "<tr id=\"rule-.*", RegexOptions.Singleline).Value;
    }

    private static string Ids(string html) => string.Join(' ', Rows().Matches(html).Select(match => match.Groups[1].Value));

    private static Dictionary<string, string> Stamps(string html) =>
        Rows().Matches(html).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));

    private static async Task<Dictionary<string, string>> StampsAsync(Session browser) =>
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(await browser.GetAsync("/admin/rules?handler=stamps&ids=latency,provider-outage,spend,gone"))!;

    private static string Text(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ").Replace(" :", ":", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Trim();

    [GeneratedRegex("data-rule=\"([^\"]*)\" data-stamp=\"([^\"]*)\"")]
    private static partial Regex Rows();

    [GeneratedRegex("<(a|button)[ >].*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Acts();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
