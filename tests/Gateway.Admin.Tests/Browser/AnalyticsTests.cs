using Gateway.Admin.Tests.Hosting;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

public sealed class AnalyticsTests(Chromium chromium)
{
    /// <summary>Somebody looks where the money went: picks, looks closer, steps through, saves, and comes back by the URL.</summary>
    [Fact]
    public async Task Spend_LookedAt_IsPickedZoomedSteppedThroughAndSaved()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.Host.Analytics.FillAsync();
        await visit.SignInAsync();
        await Assertions.Expect(visit.Page.Locator("#spend")).ToContainTextAsync("about $");
        await visit.OpenAsync("/admin/analytics");
        var page = visit.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cost by model" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".analytics-stats")).ToContainTextAsync("(was ");

        await page.GetByLabel("Metric").SelectOptionAsync("total_requests");
        await page.GetByLabel("Split by").SelectOptionAsync("team");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        var plot = page.GetByRole(AriaRole.Slider, new() { Name = "Number of requests by team" });
        await plot.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-valuetext", "Mon 11 Mar, 00:00: support 0");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-valuetext", "Mon 11 Mar, 00:00: search 1");
        var key = page.GetByRole(AriaRole.Button, new() { Name = "search", Exact = true });
        await key.ClickAsync();
        await Assertions.Expect(key).ToHaveAttributeAsync("aria-pressed", "false");

        var png = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download PNG" }).ClickAsync());
        Assert.Equal("number-of-requests-by-team.png", png.SuggestedFilename);
        var csv = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.StartsWith("analytics-", csv.SuggestedFilename, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Show as table" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Number of requests by team as a table" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Download PNG" })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show as table" }).ClickAsync();
        var box = (await plot.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 200, box.Y + 40);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 400, box.Y + 40, new() { Steps = 3 });
        await page.Mouse.UpAsync();
        await page.WaitForURLAsync(url => url.Contains("range=custom", StringComparison.Ordinal) && url.Contains("group_by=team", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Link, new() { Name = "checkout-assistant", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".analytics-filters")).ToContainTextAsync("checkout-assistant");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }
}
