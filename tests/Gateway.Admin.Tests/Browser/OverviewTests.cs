using Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>The overview, as calls and alerts come in.</summary>
public sealed class OverviewTests(Chromium chromium)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(360)]
    public async Task Overview_BeforeTheFirstCall_ShowsHowToConnectAndThenTheCall(int width)
    {
        await using var visit = await Visit.StartAsync(chromium, width: width, scene: false);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        await Assertions.Expect(visit.Page.GetByText($"OPENAI_BASE_URL=http://127.0.0.1:{visit.Host.Address.Port}/openai/v1")).ToBeVisibleAsync();
        await visit.AssertNoSidewaysScrollAsync();
        await visit.AssertAccessibleAsync();
        visit.Host.Gateway.Finish(Scene.Call(0));
        await Assertions.Expect(visit.Page.Locator("table.calls tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.GetByText("No calls yet")).ToBeHiddenAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Overview_WhenTheGatewayWorks_Moves()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        Assert.Equal(3, visit.Host.Gateway.Subscribed);
        visit.Host.Gateway.Tick(Scene.Metrics(0) with { CostTodayUsd = 777.77m, InFlight = 99 });
        await Assertions.Expect(visit.Page.Locator("[data-metric=cost_today_usd] [data-value]")).ToHaveTextAsync("$777.77");
        await Assertions.Expect(visit.Page.Locator("[data-metric=in_flight] [data-value]")).ToHaveTextAsync("99");
        visit.Host.Gateway.Finish(Scene.Call(3) with { RequestModel = "<b>new</b>" });
        await Assertions.Expect(visit.Page.Locator("table.calls tbody tr").First).ToContainTextAsync("<b>new</b>");
        await Assertions.Expect(visit.Page.Locator("table.calls tbody tr").First).ToContainTextAsync("Overloaded");
        visit.Host.Gateway.Open(Scene.Alert("n1", "Fresh trouble", AlertPriority.High, 0, "It has just begun.", new("errors", ">", 1, 2, true, 2, null)));
        await Assertions.Expect(visit.Page.Locator("#active-alerts")).ToContainTextAsync("Fresh trouble");
        visit.AssertNoComplaints();
    }

    /// <summary>Server and script each write the numbers; both must write the same.</summary>
    [Fact]
    public async Task Tiles_WhateverTheNumbers_ReadTheSameFromServerAndScript()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        foreach (var (scale, index) in new[] { 0d, 0.00007, 0.02, 3.149, 42.5, 999.6, 12_345, 64_000, 123_456, 45_600_000 }.Select((scale, index) => (scale, index)))
        {
            var metrics = new LiveMetrics
            {
                At = Scene.Now,
                CallsPerSecond = scale,
                TokensPerSecond = scale,
                CostTodayUsd = (decimal)scale,
                CostPerHourUsd = (decimal)scale * 2,
                ErrorRatePercent = scale,
                P95LatencyMs = scale,
                AverageTtftMs = index % 2 == 0 ? null : scale,
                InFlight = (int)scale,
                OpenAlerts = 100 + index,
            };
            visit.Host.Gateway.Tick(metrics);
            await Assertions.Expect(visit.Page.Locator("[data-open-alerts] [data-count]")).ToHaveTextAsync($"{100 + index}");
            foreach (var tile in Tile.All)
            {
                await Assertions.Expect(visit.Page.Locator($"[data-metric={tile.Key}] [data-value]")).ToHaveTextAsync(tile.Text(metrics));
            }
        }
    }

    [Fact]
    public async Task LatestCalls_UnderThePointer_DoNotMove()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        var first = visit.Page.Locator("table.calls tbody tr").First;
        await first.HoverAsync();
        var before = await first.InnerTextAsync();
        visit.Host.Gateway.Finish(Scene.Call(5) with { RequestModel = "waiting-model" });
        var show = visit.Page.GetByRole(AriaRole.Button, new() { Name = "1 new, show" });
        await Assertions.Expect(show).ToBeVisibleAsync();
        Assert.Equal(before, await first.InnerTextAsync());
        await show.ClickAsync();
        await Assertions.Expect(first).ToContainTextAsync("waiting-model");
    }

    [Fact]
    public async Task Pause_HoldsTheNumbers()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-live-text]")).ToHaveTextAsync("Paused at 09:42:08");
        visit.Host.Gateway.Tick(Scene.Metrics(0) with { InFlight = 77, OpenAlerts = 42 });
        // The badge in the navigation still counts: once it shows, the message has passed the paused tiles.
        await Assertions.Expect(visit.Page.Locator("[data-open-alerts] [data-count]")).ToHaveTextAsync("42");
        await Assertions.Expect(visit.Page.Locator("[data-metric=in_flight] [data-value]")).Not.ToHaveTextAsync("77");
    }

    /// <summary>The lines stay clear of the words around them.</summary>
    [Theory]
    [InlineData(1440)]
    [InlineData(360)]
    public async Task Tiles_AtAnyWidth_KeepTheirLineApartFromTheirWords(int width)
    {
        await using var visit = await Visit.StartAsync(chromium, width: width);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        foreach (var tile in await visit.Page.Locator("[data-metric]").AllAsync())
        {
            var value = (await tile.Locator("[data-value]").BoundingBoxAsync())!;
            var line = (await tile.Locator("svg").BoundingBoxAsync())!;
            var hint = (await tile.Locator(".tile-hint").BoundingBoxAsync())!;
            Assert.True(line.Y - (value.Y + value.Height) >= 5, "above the line");
            Assert.True(hint.Y - (line.Y + line.Height) >= 5, "below the line");
        }
    }
}
