using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Pages;

/// <summary>What the pages say, read as text.</summary>
public sealed partial class PageContentTests
{
    [Fact]
    public async Task Alert_OfARuleWithDescriptionLabelsAndRunbook_ShowsThem()
    {
        await using var host = await AdminHost.StartAsync();
        var text = await TextAsync(host, "/admin/alerts/a1");
        Assert.Contains("The budget of all teams together.", text, StringComparison.Ordinal);
        Assert.Contains("team platform", text, StringComparison.Ordinal);
        Assert.Contains("Open the runbook", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolvedAlert_InTheList_SaysWhenByWhomAndHowLongItLasted()
    {
        await using var host = await AdminHost.StartAsync();
        await host.Alerts.Desk.ResolveAsync("a1", "maria", null, TestContext.Current.CancellationToken);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains("Resolved 5 min ago by maria after 4 min", await TextAsync(host, "/admin/alerts?status=resolved"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/alerts")]
    [InlineData("/admin?handler=banner")]
    public async Task Page_WhileAPartIsNotHealthy_SaysSo(string path)
    {
        await using var host = await AdminHost.StartAsync();
        Assert.Contains("Delivery is degraded Slack answers 503", await TextAsync(host, path), StringComparison.Ordinal);
        host.Services.GetRequiredService<SystemHealth>().Report(HealthParts.Delivery, HealthState.Healthy, "Nothing waits.");
        Assert.DoesNotContain("is degraded", await TextAsync(host, path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCard_WithTrouble_ShowsTheWorstFirst()
    {
        await using var host = await AdminHost.StartAsync();
        host.Services.GetRequiredService<SystemHealth>().Report(HealthParts.Prices, HealthState.Unhealthy, "No price file can be read.");
        var text = await TextAsync(host, "/admin?handler=health");
        string[] parts = ["prices", "delivery", "capture", "database", "engine", "rules"];
        Assert.Equal(parts, parts.OrderBy(part => text.IndexOf(part + " ", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Calls come in by their end; a table that is ordered otherwise would jump with the first of them.</summary>
    [Fact]
    public async Task LatestCalls_WhateverTheirStart_AreOrderedByTheEndTheyShow()
    {
        await using var host = await AdminHost.StartAsync();
        var quick = Scene.Call(0) with { Id = "quick", StartedAt = Scene.Now.AddSeconds(-2), Latency = TimeSpan.FromSeconds(1) };
        var slow = Scene.Call(0) with { Id = "slow", StartedAt = Scene.Now.AddSeconds(-60), Latency = TimeSpan.FromSeconds(60) };
        host.Gateway.Finish(slow);
        host.Gateway.Finish(quick);
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        var html = await browser.GetAsync("/admin?handler=calls");
        var ends = Times().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal("2030-03-17T09:42:08.000Z", ends[0]);
        Assert.Equal(ends.OrderDescending(), ends);
        Assert.Contains("Ended 2030-03-17 09:42:08 UTC, started 2030-03-17 09:41:08 UTC", html, StringComparison.Ordinal);
    }

    /// <summary>A lower limit warns on the way; a cost beside another condition, of a group or of a filter is no limit of the whole.</summary>
    [Fact]
    public async Task Budget_OfSeveralRules_IsTheHighestThatIsAboutTheCostAlone()
    {
        await using var host = await AdminHost.StartAsync();
        foreach (var (name, rest) in new[]
        {
            ("Half", """ "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 400 }] """),
            ("Whole", """ "conditions": [{ "metric": "daily_cost", "operator": ">=", "threshold": 800 }] """),
            ("Slow too", """ "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 1 }, { "metric": "p95_latency", "operator": ">", "threshold": 10 }] """),
            ("Each", """ "group_by": ["model"], "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 900 }] """),
            ("Some", """ "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 901, "filter": { "model": "gpt-*" } }] """),
            ("Off", """ "is_active": false, "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 902 }] """),
            ("Under", """ "conditions": [{ "metric": "daily_cost", "operator": "<", "threshold": 903 }] """),
        })
        {
            var change = await host.Rules.Desk.CreateAsync($$"""{ "name": "{{name}}", {{rest}} }""", "ada", TestContext.Current.CancellationToken);
            Assert.NotNull(change.Rule);
        }

        Assert.Contains(" % of $800.00 (Whole)", await TextAsync(host, "/admin?handler=spend"), StringComparison.Ordinal);
    }

    /// <summary>Test messages have no alert, as have messages of a deleted one.</summary>
    [Fact]
    public async Task Deliveries_WithoutAnAlert_AreNamedByWhatTheyAre()
    {
        await using var host = await AdminHost.StartAsync(scene: false);
        var alert = Scene.Alert("a1", "Spend", Gateway.Alerting.Rules.AlertPriority.Low, 4, "It began.", new("errors", ">", 1, 2, true, 2, null));
        await host.Alerts.AddAsync(new Gateway.Alerting.History.AlertDetail(alert, [], [new("d1", "slack", "alert.test", "sent", null, 1, alert.TriggeredAt, alert.TriggeredAt, null), new("d2", "slack", "alert.opened", "sent", null, 1, alert.TriggeredAt, alert.TriggeredAt, null)]));
        await host.Alerts.Desk.ResolveAsync("a1", "ann", null, TestContext.Current.CancellationToken);
        await host.Alerts.Desk.DeleteAsync("a1", "ann", TestContext.Current.CancellationToken);
        var text = await TextAsync(host, "/admin/deliveries");
        Assert.Contains("Test message Slack", text, StringComparison.Ordinal);
        Assert.Contains("An alert that is gone Slack", text, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(AdminHost host, string path)
    {
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        var words = Tags().Replace(await browser.GetAsync(path), " ");
        return Spaces().Replace(WebUtility.HtmlDecode(words), " ");
    }

    [System.Text.RegularExpressions.GeneratedRegex("<[^>]*>")]
    private static partial System.Text.RegularExpressions.Regex Tags();

    [System.Text.RegularExpressions.GeneratedRegex(@"\s+")]
    private static partial System.Text.RegularExpressions.Regex Spaces();

    [System.Text.RegularExpressions.GeneratedRegex("""<time datetime="([^"]+)" [^>]*data-clock""")]
    private static partial System.Text.RegularExpressions.Regex Times();
}
