using Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

public sealed class PageTests(Chromium chromium)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/admin"),
        ("alerts", "/admin/alerts?status=all"),
        ("alert", "/admin/alerts/a1"),
        ("channels", "/admin/channels"),
        ("channel", "/admin/channels/email"),
        ("analytics", "/admin/analytics?range=90d"),
        ("analytics-empty", "/admin/analytics?range=today&metric=p95_latency&group_by=user"),
        ("rules", "/admin/rules"),
        ("calls", "/admin/calls"),
        ("call", "/admin/calls/call-0"),
        ("silences", "/admin/silences?rule_id=spend"),
        ("settings", "/admin/settings"),
        ("api-reference", "/admin/api-reference"),
        ("deliveries", "/admin/deliveries"),
        ("inbox", "/admin/inbox"),
        ("builder", "/admin/alerts/builder?template=budget-spike"),
        ("builder-new", "/admin/alerts/builder"),
    ];

    [Theory]
    [InlineData("light", 1440, 900)]
    [InlineData("dark", 1440, 900)]
    [InlineData("360px", 360, 780)]
    public async Task EveryPage_InEveryForm_IsAccessibleAndFits(string form, int width, int height)
    {
        await using var visit = await Visit.StartAsync(chromium, form == "dark" ? ColorScheme.Dark : ColorScheme.Light, width, height);
        await visit.Host.Analytics.AddAsync(Enumerable.Range(1, 200).Select(index => Scene.Call(index, Scene.Now.AddDays(-1).AddMinutes(-40 * index))));
        await visit.Page.GotoAsync("/admin/login");
        await CheckAsync(visit, $"login-{form}");
        await visit.SignInAsync();
        foreach (var (name, path) in Pages)
        {
            await visit.OpenAsync(path);
            await CheckAsync(visit, $"{name}-{form}");
        }

        visit.AssertNoComplaints();
    }

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

    [Fact]
    public async Task Alert_ByKeyboardAlone_IsAcknowledgedAndResolved()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        await TabToAsync(visit, "Acknowledge Budget spike");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByText("Acknowledged by admin.")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator("#alert-a1")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("Acknowledged by admin.");
        await Assertions.Expect(visit.Page.Locator("#tabs")).ToContainTextAsync("Acknowledged 2");
        await TabToAsync(visit, "Resolve Budget spike");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#alert-a1")).ToContainTextAsync("Resolved just now by admin after 4 min");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task AlertDetail_WithNote_ShowsItAfterTheAct()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/a2");
        await visit.Page.GetByLabel("Note").FillAsync("Switched to the other region.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#notes-title + *, .panel:has(#notes-title)").Last).ToContainTextAsync("Switched to the other region.");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve" })).ToHaveCountAsync(0);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task AlertList_WhenOneOpens_OffersItWithoutMoving()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        visit.Host.Gateway.Open(Scene.Alert("n1", "Fresh trouble", AlertPriority.High, 0, "It has just begun.", new("errors", ">", 1, 2, true, 2, null)));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "1 new alert, show" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#alert-n1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Logout_InAnotherTab_SendsThisOneToLoginAndBackHere()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts?status=all");
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/admin");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/admin/login?return_url=%2Fadmin%2Falerts%3Fstatus%3Dall");
    }

    [Fact]
    public async Task AlertButton_AfterTheSessionEnded_LeadsToLoginAndNotIntoThePage()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        await visit.Page.Context.ClearCookiesAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge Budget spike" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/admin/login?return_url=%2Fadmin%2Falerts");
        await Assertions.Expect(visit.Page.Locator(".alert")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(360)]
    public async Task AlertList_WithNoteOpened_ShowsTheFieldAcrossTheRowAndMovesNoButton(int width)
    {
        await using var visit = await Visit.StartAsync(chromium, width: width);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        var row = visit.Page.Locator("#alert-a1");
        var button = row.GetByRole(AriaRole.Button, new() { Name = "Resolve" });
        await button.ScrollIntoViewIfNeededAsync();
        var before = (await button.BoundingBoxAsync())!;
        await row.GetByTitle("Add a note").ClickAsync();
        var field = row.GetByLabel("Note for Budget spike");
        await Assertions.Expect(field).ToBeFocusedAsync();
        var after = (await button.BoundingBoxAsync())!;
        Assert.Equal((before.X, before.Y), (after.X, after.Y));
        var (box, frame) = ((await field.BoundingBoxAsync())!, (await row.BoundingBoxAsync())!);
        Assert.True(box.Y > after.Y + after.Height, "The field is below the buttons.");
        Assert.True(box.Width > frame.Width - 48, "The field is as wide as the row.");
        Assert.True(box.Y + box.Height < frame.Y + frame.Height, "The field is inside the row.");
        await CheckAsync(visit, $"alerts-note-{(width == 360 ? "360px" : "light")}");
        await field.FillAsync("On it.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Acknowledged");
        await visit.OpenAsync("/admin/alerts/a1");
        await Assertions.Expect(visit.Page.Locator(".panel:has(#notes-title)")).ToContainTextAsync("On it.");
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

    [Fact]
    public async Task HealthBanner_WhenAPartFails_AppearsByItself()
    {
        await using var visit = await Visit.StartAsync(chromium, scene: false);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        visit.Host.Services.GetRequiredService<SystemHealth>().Report(HealthParts.Database, HealthState.Unhealthy, "The disk is full.");
        await Assertions.Expect(visit.Page.Locator("#health-banner")).ToContainTextAsync("Database is failing The disk is full.");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Theme_Chosen_HoldsAtOnceAndAfterReload()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        await visit.Page.GetByText("Theme").ClickAsync();
        await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "High contrast" }).ClickAsync(), "**/admin/theme");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "high-contrast");
        await visit.OpenAsync("/admin");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "high-contrast");
        await CheckAsync(visit, "overview-high-contrast");
        visit.AssertNoComplaints();
    }

    private static async Task CheckAsync(Visit visit, string name)
    {
        await visit.ScreenshotAsync(name);
        await visit.AssertNoSidewaysScrollAsync();
        await visit.AssertAccessibleAsync();
    }

    private static async Task TabToAsync(Visit visit, string name)
    {
        for (var step = 0; step < 60; step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await visit.Page.EvaluateAsync<string>("document.activeElement.textContent.trim()") == name)
            {
                return;
            }
        }

        Assert.Fail($"'{name}' cannot be reached with Tab.");
    }
}
