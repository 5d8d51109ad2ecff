using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Alerts;

/// <summary>The alert pages without a script: links and forms alone.</summary>
public sealed class AlertListTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "a1 a2 a4")]
    [InlineData("status=all&sort=oldest", "a5 a4 a3 a2 a1")]
    [InlineData("status=all&rule_id=slow-answers", "a3")]
    [InlineData("status=all&search=nightly+batch", "a3")]
    [InlineData("status=all&end_date=2030-03-16", "a5")]
    [InlineData("status=all&start_date=2030-03-17&end_date=2030-03-17&severity=critical", "a1")]
    [InlineData("status=all&offset=2147483647", "a1 a2 a3 a4 a5")]
    public async Task List_WithTheFilterInTheUrl_ShowsWhatMatches(string query, string expected)
    {
        await using var host = await AdminHost.StartAsync();
        var html = await (await Session.SignedInAsync(host, AdminHost.ViewerKey)).GetAsync("/admin/alerts?" + query);
        Assert.Equal(expected, string.Join(' ', System.Text.RegularExpressions.Regex.Matches(html, "id=\"alert-(a[0-9])\"").Select(match => match.Groups[1].Value)));
    }

    [Fact]
    public async Task List_Paged_KeepsTheFilterInItsLinks()
    {
        await using var host = await AdminHost.StartAsync(scene: false);
        var alerts = Enumerable.Range(0, 30).Select(index => Scene.Alert($"n{index}", $"Rule {index}", AlertPriority.High, index, "It began.", new("errors", ">", 1, 2, true, 2, null)));
        await host.Alerts.AddAsync(alerts.Select(alert => new AlertDetail(alert, [], [])));
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        var first = WebUtility.HtmlDecode(await browser.GetAsync("/admin/alerts?severity=high&sort=oldest&start_date=2030-03-01"));
        Assert.Contains("1 to 25 of 30", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/alerts?severity=high&start_date=2030-03-01&sort=oldest&offset=25\"", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/alerts/history/export?format=csv&status=open&severity=high&start_date=2030-03-01T00%3A00%3A00.000Z\"", first, StringComparison.Ordinal);
        Assert.Contains("26 to 30 of 30", await browser.GetAsync("/admin/alerts?severity=high&offset=25"), StringComparison.Ordinal);
    }

    /// <summary>A page that is open asks for its parts by itself, also of an alert that somebody deletes.</summary>
    [Theory]
    [InlineData("row")]
    [InlineData("detail")]
    [InlineData("more")]
    [InlineData("around")]
    public async Task Part_OfAnAlertThatIsGone_IsNothingAndNoFailure(string part)
    {
        await using var host = await AdminHost.StartAsync();
        Assert.Empty(await (await Session.SignedInAsync(host, AdminHost.ViewerKey)).GetAsync($"/admin/alerts/gone?handler={part}"));
    }

    [Fact]
    public async Task Statistics_OnThePage_AreTheLastThirtyDays()
    {
        await using var host = await AdminHost.StartAsync();
        var html = await (await Session.SignedInAsync(host, AdminHost.ViewerKey)).GetAsync("/admin/alerts");
        string[] cards = [">7 min<", ">25 min<", ">20 %<", ">0 %<", "1 of 5 in 30 days"];
        Assert.All(cards, card => Assert.Contains(card, html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AdminHost.ViewerKey, "", "")]
    [InlineData(AdminHost.OperatorKey, "", "acknowledge resolve")]
    [InlineData(AdminHost.OperatorKey, "resolved", "")]
    [InlineData(AdminHost.AdminKey, "resolved", "delete")]
    [InlineData(AdminHost.AdminKey, "all", "acknowledge resolve delete")]
    public async Task Bulk_ByRoleAndTab_OffersWhatCanBeDone(string key, string status, string expected)
    {
        await using var host = await AdminHost.StartAsync();
        var html = await (await Session.SignedInAsync(host, key)).GetAsync("/admin/alerts?status=" + status);
        var bulk = System.Text.RegularExpressions.Regex.Match(html, "<form id=\"bulk\".*?</form>", System.Text.RegularExpressions.RegexOptions.Singleline).Value;
        Assert.Equal(expected, string.Join(' ', System.Text.RegularExpressions.Regex.Matches(bulk, "name=\"act\" value=\"([a-z]+)\"").Select(match => match.Groups[1].Value)));
    }

    [Fact]
    public async Task Bulk_ByForm_GoesBackToTheListAndSaysOnceWhatItDid()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.AdminKey);
        using var response = await browser.PostAsync("/admin/alerts?status=all&handler=bulk", new() { ["act"] = "delete", ["ids"] = "a1", ["return_url"] = "https://evil.example" });
        Assert.Equal("/admin/alerts?status=all", response.Headers.Location?.ToString());
        var html = WebUtility.HtmlDecode(await browser.GetAsync("/admin/alerts?status=all"));
        Assert.Contains("0 deleted, 1 not.", html, StringComparison.Ordinal);
        Assert.Contains("Budget spike: This alert is not resolved; resolve it, then it can be deleted.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("0 deleted", await browser.GetAsync("/admin/alerts?status=all"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AdminHost.OperatorKey, "acknowledge", true, HttpStatusCode.Redirect)]
    [InlineData(AdminHost.ViewerKey, "acknowledge", true, HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.OperatorKey, "delete", true, HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.OperatorKey, "explode", true, HttpStatusCode.BadRequest)]
    [InlineData(AdminHost.OperatorKey, "acknowledge", false, HttpStatusCode.BadRequest)]
    public async Task Bulk_ByForm_NeedsRoleActAndToken(string key, string act, bool withToken, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, key);
        using var response = await browser.PostAsync("/admin/alerts?handler=bulk", new() { ["act"] = act, ["ids"] = "a1" }, withToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Redirect ? 2 : 3, (await host.Alerts.Log.CountAsync(new(), Cancel)).Open);
    }

    [Theory]
    [InlineData(AdminHost.AdminKey, "a5", "/admin/alerts?status=resolved", "1 deleted.")]
    [InlineData(AdminHost.AdminKey, "a1", "/admin/alerts?status=resolved", "0 deleted, 1 not.")]
    [InlineData(AdminHost.OperatorKey, "a5", null, null)]
    public async Task Detail_DeletedByForm_LeadsToTheListWithTheResult(string key, string id, string? location, string? said)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, key);
        using var response = await browser.PostAsync($"/admin/alerts/{id}", new() { ["act"] = "delete" });
        Assert.Equal(location, response.Headers.Location?.ToString());
        if (said is not null)
            Assert.Contains(said, await browser.GetAsync(location!), StringComparison.Ordinal);
        else
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Bulk_OfAllMatching_ActsOnWhatTheFilterMatchesAndCanBeUndone()
    {
        await using var host = await AdminHost.StartAsync(scene: false);
        var alerts = Enumerable.Range(0, 40).Select(index => Scene.Alert($"n{index}", $"Rule {index}", index < 30 ? AlertPriority.High : AlertPriority.Low, index, "It began.", new("errors", ">", 1, 2, true, 2, null)));
        await host.Alerts.AddAsync(alerts.Select(alert => new AlertDetail(alert, [], [])));
        var browser = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        using var done = await browser.PostAsync("/admin/alerts?severity=high&handler=bulk", new() { ["act"] = "acknowledge", ["all"] = "true" });
        Assert.Equal(new AlertCounts(10, 30, 0), await host.Alerts.Log.CountAsync(new(), Cancel));
        var html = await browser.GetAsync("/admin/alerts");
        Assert.Contains("30 acknowledged.", html, StringComparison.Ordinal);
        var range = System.Text.RegularExpressions.Regex.Match(html, "name=\"range\" value=\"([0-9-]+)\"").Groups[1].Value;
        host.Time.Advance(TimeSpan.FromSeconds(20));
        using var undone = await browser.PostAsync("/admin/alerts?handler=undo", new() { ["range"] = range });
        Assert.Equal(new AlertCounts(40, 0, 0), await host.Alerts.Log.CountAsync(new(), Cancel));
        Assert.Contains("30 open again.", await browser.GetAsync("/admin/alerts"), StringComparison.Ordinal);
        Assert.Equal(30, host.Alerts.Scalar("select count(*) from alert_events where kind = 'unacknowledged' and by = 'otto'"));
    }

    [Theory]
    [InlineData("", "30 days", "16 Feb 2030", "17 Mar 2030", "3 alerts")]
    [InlineData("?status=all", "30 days", "16 Feb 2030", "17 Mar 2030", "5 alerts")]
    [InlineData("?status=all&start_date=2030-03-17&end_date=2030-03-17", "hours", "17 Mar 00:00", "17 Mar 23:00", "4 alerts")]
    public async Task Chart_OverTheRange_CountsWhatTheListMatches(string query, string form, string first, string last, string total)
    {
        await using var host = await AdminHost.StartAsync();
        var html = await (await Session.SignedInAsync(host, AdminHost.ViewerKey)).GetAsync("/admin/alerts" + query);
        Assert.Contains($"<strong>{total}</strong> by {(form == "hours" ? "hour" : "day")}", html, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"by-day-ends\"><span>{first}</span><span>{last}</span></p>", html, StringComparison.Ordinal);
        Assert.Equal(form != "hours", html.Contains("start_date=2030-03-17&amp;end_date=2030-03-17\" tabindex=\"-1\"", StringComparison.Ordinal));
    }

    /// <summary>In Honolulu it is still the 16th.</summary>
    [Theory]
    [InlineData("", "3 alerts</strong> by day in Pacific/Honolulu", "<span>15 Feb 2030</span><span>16 Mar 2030</span>")]
    [InlineData("?status=all&start_date=2030-03-16&end_date=2030-03-16", "5 alerts</strong> by hour in Pacific/Honolulu", "<span>16 Mar 00:00</span><span>16 Mar 23:00</span>")]
    public async Task Chart_OfSomebodyInAnotherZone_HasItsDays(string query, string total, string ends)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        browser.Cookies.Add(host.Address, new Cookie("gateway_time_zone", "Pacific%2FHonolulu"));
        var html = await browser.GetAsync("/admin/alerts" + query);
        Assert.Contains(total, html, StringComparison.Ordinal);
        Assert.Contains(ends, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_Saved_IsKeptUntilItIsRemoved()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        using var saved = await browser.PostAsync("/admin/alerts?severity=high&handler=saveview", new() { ["name"] = "Loud <b>" });
        var html = await browser.GetAsync("/admin/alerts");
        Assert.Contains("<a href=\"/admin/alerts?severity=high\">Loud &lt;b&gt;</a>", html, StringComparison.Ordinal);
        using var dropped = await browser.PostAsync("/admin/alerts?handler=dropview", new() { ["name"] = "Loud <b>" });
        Assert.DoesNotContain("Loud &lt;b&gt;</a>", await browser.GetAsync("/admin/alerts"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/alerts/a2")]
    [InlineData("/admin/alerts/a2?handler=more")]
    public async Task Alert_OfAGroup_ShowsItsCallsAndWhoWasNotTold(string path)
    {
        await using var host = await AdminHost.StartAsync();
        host.Gateway.Finish(Scene.Call(3) with { Id = "overloaded-before", StartedAt = Scene.Now.AddMinutes(-12) });
        host.Gateway.Finish(Scene.Call(0) with { Id = "other-model", StartedAt = Scene.Now.AddMinutes(-12) });
        var html = await (await Session.SignedInAsync(host, AdminHost.OperatorKey)).GetAsync(path);
        Assert.Contains("Latest failed calls before it fired", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/calls/overloaded-before\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("other-model", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"chip-key\">PagerDuty</span> not configured", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AdminHost.OperatorKey, 30, AlertStatus.Open)]
    [InlineData(AdminHost.OperatorKey, 61, AlertStatus.Acknowledged)]
    [InlineData(AdminHost.AdminKey, 30, AlertStatus.Acknowledged)]
    public async Task Acknowledgement_TakenBack_OnlyByItsOwnerAndSoon(string key, int seconds, AlertStatus expected)
    {
        await using var host = await AdminHost.StartAsync();
        await host.Alerts.Desk.AcknowledgeAsync("a1", "otto", null, Cancel);
        host.Time.Advance(TimeSpan.FromSeconds(seconds));
        var browser = await Session.SignedInAsync(host, key);
        var offered = (await browser.GetAsync("/admin/alerts/a1")).Contains("value=\"unacknowledge\"", StringComparison.Ordinal);
        using var response = await browser.PostAsync("/admin/alerts/a1", new() { ["act"] = "unacknowledge" });
        Assert.Equal((expected, expected == AlertStatus.Open), ((await host.Alerts.Log.FindAsync("a1", Cancel))!.Alert.Status, offered));
    }
}
