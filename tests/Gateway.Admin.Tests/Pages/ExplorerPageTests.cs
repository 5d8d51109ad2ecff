using System.Net;
using System.Text.RegularExpressions;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Suppression;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Pages;

/// <summary>What the pages of calls, silences and settings say and take, without a script.</summary>
public sealed partial class ExplorerPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_WithAFilterThatCannotBeRead_SayWhatIsWrongAndShowNone()
    {
        await using var host = await AdminHost.StartAsync();
        var text = await TextAsync(host, "/admin/calls?outcome=fine&from=yesterday");
        Assert.Contains("This filter cannot be read.", text, StringComparison.Ordinal);
        Assert.Contains("outcome must be one of success, client_error", text, StringComparison.Ordinal);
        Assert.Contains("from must be an RFC 3339 time", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gpt-5.4", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_OfAFilter_OfferItsExportAndEachPartToTakeAway()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);
        var html = WebUtility.HtmlDecode(await client.GetStringAsync("/admin/calls?provider=openai&user=<b>x</b>", Cancel));
        Assert.Contains("href=\"/api/calls/export?provider=openai&user=%3Cb%3Ex%3C%2Fb%3E&format=csv\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/calls?user=%3Cb%3Ex%3C%2Fb%3E\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithAPrice_ShowsEveryBucketTimesItsRateAndWhereItComesFrom()
    {
        await using var host = await AdminHost.StartAsync();
        var text = await TextAsync(host, "/admin/calls/call-0");
        Assert.Contains("Input, not cached 1,842 $2.50 $0.004605", text, StringComparison.Ordinal);
        Assert.Contains("Output 412 $15.00 $0.00618", text, StringComparison.Ordinal);
        Assert.Contains("Priced by the entry gpt-5.4 in the list of openai, prices of 2030-03-01.", text, StringComparison.Ordinal);
        Assert.Contains("The call keeps $0.0107, which it cost when it ended; prices have changed since.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_InATierOrUnderAStar_SaysSo()
    {
        await using var host = await AdminHost.StartAsync();
        host.Gateway.Add(Scene.Call(0) with { Id = "long", Tokens = new() { UncachedInput = 6_000, Source = TokenSource.Provider } });
        Assert.Contains("in its tier above 5,000 input tokens", await TextAsync(host, "/admin/calls/long"), StringComparison.Ordinal);
        Assert.Contains("its entry for all others ( * ) prices it", await TextAsync(host, "/admin/calls/call-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutAPrice_SaysWhatToDo()
    {
        await using var host = await AdminHost.StartAsync();
        var text = await TextAsync(host, "/admin/calls/call-7");
        Assert.Contains("No list has a price for llama-4-scout of ollama. Add the model below providers.ollama.models in config/prices.json", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatIsGone_Is404()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/admin/calls/none", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Silence_OfTheForm_IsMadeShownAndEnded()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        Assert.Contains("1 active alert matches now.", await session.GetAsync("/admin/silences?rule_id=budget-spike"), StringComparison.Ordinal);
        using var made = await session.PostAsync("/admin/silences", new() { ["Field"] = "rule_id", ["Glob"] = "budget-*", ["Lasts"] = "2h", ["Comment"] = "<i>known</i>", ["ExpireOnResolve"] = "true" });
        Assert.Equal("/admin/silences", made.Headers.Location?.OriginalString);
        var silence = (await Store(host).InForceAsync(host.Time.GetUtcNow(), Cancel)).Single();
        Assert.Equal((Scene.Now.AddHours(2), "otto", true), (silence.EndsAt!.Value, silence.CreatedBy, silence.ExpireOnResolve));
        var text = Plain(await session.GetAsync("/admin/silences"));
        Assert.Contains("Silence made.", text, StringComparison.Ordinal);
        Assert.Contains("<i>known</i> By otto, just now · matches 1 active alert", text, StringComparison.Ordinal);
        await session.PostAsync("/admin/silences?handler=end", new() { ["id"] = silence.Id });
        Assert.Empty(await Store(host).InForceAsync(host.Time.GetUtcNow(), Cancel));
        Assert.Contains("just now by otto", Plain(await session.GetAsync("/admin/silences")), StringComparison.Ordinal);
    }

    /// <summary>Whoever enters an end and overlooks the length means the end.</summary>
    [Theory]
    [InlineData("1h")]
    [InlineData("never")]
    [InlineData("at")]
    public async Task Silence_WithAnEndEntered_EndsThen(string lasts)
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        await session.GetAsync("/admin/silences");
        using var made = await session.PostAsync("/admin/silences", new() { ["Field"] = "rule_id", ["Glob"] = "prov*", ["Lasts"] = lasts, ["EndsAt"] = "2030-03-17T23:30" });
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        Assert.Contains("2030-03-17T23:30:00.000Z", await session.GetAsync("/admin/silences"), StringComparison.Ordinal);
    }

    /// <summary>A list that looks filtered and is not is worse than none.</summary>
    [Theory]
    [InlineData("/admin/alerts?status=foo&severity=bar&start_date=zzz&offset=-5", "status must be one of open, acknowledged, resolved, all", "severity must be one of critical", "start_date must be a day such as 2026-03-14", "offset must be a whole number")]
    [InlineData("/admin/alerts?start_date=2030-03-17&end_date=2030-03-16", "end_date must not be before start_date")]
    [InlineData("/admin/alerts?severty=high", "severty is not known; allowed: status, severity")]
    [InlineData("/admin/calls?provder=x", "provder is not known; allowed: from, to, provider")]
    [InlineData("/admin/deliveries?status=foo&channel=slack", "status must be one of", "channel is not known; allowed: alert_id")]
    [InlineData("/admin/rules?state=what&sort=up&prio=high", "state must be one of", "sort must be one of", "prio is not known")]
    public async Task List_WithAFilterThatCannotBeRead_SaysWhatIsWrongAndShowsNothing(string path, params string[] said)
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);
        var html = WebUtility.HtmlDecode(await client.GetStringAsync(path, Cancel));
        Assert.All(said, words => Assert.Contains($"<p>{words}", html, StringComparison.Ordinal));
        Assert.DoesNotContain("data-alert=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"pager\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"tab-count\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"alert-chart\"", html, StringComparison.Ordinal);
    }

    /// <summary>It would act on more than the page shows.</summary>
    [Fact]
    public async Task BulkAct_WithAFilterThatCannotBeRead_SaysSoAndChangesNothing()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        await session.GetAsync("/admin/alerts");
        using var answer = await session.PostAsync("/admin/alerts?severity=bar&handler=bulk", new() { ["act"] = "resolve", ["all"] = "true" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = Plain(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("Nothing was changed. This filter cannot be read. severity must be one of critical", text, StringComparison.Ordinal);
        Assert.Contains("Open 3 Acknowledged 1 Resolved 1", Plain(await session.GetAsync("/admin/alerts")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analytics_OfSomebodyWithATimeZoneOfTheirOwn_HasItsDays()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        session.Cookies.Add(host.Address, new Cookie("gateway_time_zone", "Asia%2FTokyo"));
        Assert.Contains("Asia/Tokyo", await session.GetAsync("/admin/analytics"), StringComparison.Ordinal);
        await session.GetAsync("/admin/settings");
        using var saved = await session.PostAsync("/admin/settings", new() { ["theme"] = "system", ["density"] = "comfortable", ["time_zone"] = "America/New_York" });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var html = await session.GetAsync("/admin/analytics");
        Assert.Contains("value=\"America/New_York\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"Asia/Tokyo\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analytics_OfMoreGroupsThanATableShows_ShowAllOfThemOnDemand()
    {
        await using var host = await AdminHost.StartAsync();
        await host.Analytics.AddAsync(Enumerable.Range(1, 10).Select(index => Scene.Call(0, Scene.Now.AddMinutes(-index)) with { Id = $"c{index}", User = $"user-{index}" }));
        using var client = host.Client(AdminHost.ViewerKey);
        var some = await client.GetStringAsync("/admin/analytics?metric=total_requests", Cancel);
        Assert.Contains("<a href=\"/admin/analytics?metric=total_requests&amp;top=user#top-user\">8 of 10<span class=\"sr\"> by user</span>, show more</a>", some, StringComparison.Ordinal);
        var all = await client.GetStringAsync("/admin/analytics?metric=total_requests&top=user", Cancel);
        Assert.All(Enumerable.Range(1, 10), index => Assert.Contains($"Share of user-{index}\"", all, StringComparison.Ordinal));
        Assert.Contains("All 10, <a href=\"/admin/analytics?metric=total_requests#top-user\">show the largest only", all, StringComparison.Ordinal);
        Assert.Contains("top must be", Plain(await client.GetStringAsync("/admin/analytics?top=all", Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ThatRecurs_LastsUntilSomebodyEndsIt()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        await session.PostAsync("/admin/silences", new()
        {
            ["Field"] = "priority",
            ["Glob"] = "low",
            ["Lasts"] = "never",
            ["Recurs"] = "true",
            ["Start"] = "09:00",
            ["End"] = "11:00",
            ["Zone"] = "Europe/Berlin",
            ["Days"] = "sun",
        });
        Assert.Contains("Quiet priority low until 03-17 10:00:00 Sun 09:00 to 11:00 Europe/Berlin", Plain(await session.GetAsync("/admin/silences")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_WithMistakes_KeepsWhatWasFilledInAndNamesThem()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        using var refused = await session.PostAsync("/admin/silences", new() { ["Field"] = "modell", ["Glob"] = "gpt-*", ["Lasts"] = "never", ["Comment"] = "kept" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("unknown field", html, StringComparison.Ordinal);
        Assert.Contains("Ends: a length or an end is needed, at most 30 days.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"kept\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"modell\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preferences_OfTheForm_ShapeEveryPage()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        await session.GetAsync("/admin/settings");
        using var saved = await session.PostAsync("/admin/settings", new() { ["theme"] = "dark", ["density"] = "compact", ["time_zone"] = "Asia/Tokyo", ["shortcuts"] = "true", ["key.go.alerts"] = "g x" });
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var html = await session.GetAsync("/admin/alerts");
        Assert.Contains("data-theme=\"dark\" data-density=\"compact\"", html, StringComparison.Ordinal);
        Assert.Contains("data-zone=\"Asia/Tokyo\" data-notifications=\"off\"", html, StringComparison.Ordinal);
        Assert.Contains("data-shortcut=\"go.alerts\" data-keys=\"g x\"", html, StringComparison.Ordinal);
        await session.PostAsync("/admin/settings", new() { ["theme"] = "light", ["density"] = "comfortable" });
        Assert.DoesNotContain("data-shortcut=", await session.GetAsync("/admin/alerts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_OfTheForm_AreSavedInTheirPlacesAndAnswerWhoIsTold()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.AdminKey);
        await session.GetAsync("/admin/settings");
        using var saved = await session.PostAsync("/admin/settings?handler=routes", new()
        {
            ["version"] = "0",
            ["row"] = "0",
            ["r0.place"] = "1",
            ["r0.priority"] = "high",
            ["r0.labels"] = "team=search",
            ["r0.group"] = "",
            ["r0.channel"] = "slack",
            ["r0.continue"] = "true",
            ["default"] = "in_app",
        });
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        using var asked = await session.PostAsync("/admin/settings?handler=preview", new() { ["Priority"] = "high", ["Labels"] = "team=ads" });
        var text = Plain(await asked.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("Route 1 does not match: label team is ads", text, StringComparison.Ordinal);
        Assert.Contains("In-app would be told", text, StringComparison.Ordinal);
        using var stale = await session.PostAsync("/admin/settings?handler=routes", new() { ["version"] = "0", ["default"] = "in_app" });
        Assert.Contains("The routes have been changed since you read them", await stale.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_OfAFile_NameItAndCannotBeChanged()
    {
        await using var host = await AdminHost.StartAsync();
        host.Services.GetRequiredService<NotificationParts>().WriteRouteFile("""{"routes":[],"default":["email"]}""");
        var text = await TextAsync(host, "/admin/settings", AdminHost.AdminKey);
        Assert.Contains("These routes come from config/routes.json : edit that file", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Save routes", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfTheForm_IsShownOnceAndOpensTheApi()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.AdminKey);
        await session.GetAsync("/admin/settings");
        using var made = await session.PostAsync("/admin/settings?handler=key", new() { ["name"] = "ci", ["role"] = "viewer" });
        var secret = Secret().Match(await made.Content.ReadAsStringAsync(Cancel)).Groups[1].Value;
        using var client = host.Client(secret);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/calls", Cancel)).StatusCode);
        Assert.DoesNotContain(secret, await session.GetAsync("/admin/settings"), StringComparison.Ordinal);
    }

    private static ISilenceStore Store(AdminHost host) => host.Services.GetRequiredService<ISilenceStore>();

    private static async Task<string> TextAsync(AdminHost host, string path, string key = AdminHost.ViewerKey)
    {
        using var client = host.Client(key);
        return Plain(await client.GetStringAsync(path, Cancel));
    }

    private static string Plain(string html) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Replace(" .", ".", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal);

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("<code class=\"secret\">([^<]+)</code>")]
    private static partial Regex Secret();
}
