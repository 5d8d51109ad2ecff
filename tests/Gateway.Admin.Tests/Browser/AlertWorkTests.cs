using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>Working through alerts in a browser: several at once, notes, deletion, filters.</summary>
public sealed class AlertWorkTests(Chromium chromium)
{
    [Fact]
    public async Task Bulk_OfTickedAlerts_HandlesThemInPlaceAndSaysWhatItDid()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts?status=all");
        await visit.Page.GetByLabel("Select all").CheckAsync();
        await Assertions.Expect(visit.Page.GetByText("5 ticked")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Select Unpriced model").UncheckAsync();
        await Assertions.Expect(visit.Page.GetByText("4 ticked")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Note for all ticked alerts").FillAsync("One outage.");
        await visit.ScreenshotAsync("alerts-bulk-light");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge ticked" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#results .notice")).ToContainTextAsync("3 acknowledged, 1 not.");
        await Assertions.Expect(visit.Page.Locator("#results .notice")).ToContainTextAsync("Runaway tokens: This alert is resolved");
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("3 acknowledged, 1 not.");
        await Assertions.Expect(visit.Page.Locator("#tabs")).ToContainTextAsync("Acknowledged 3");
        await Assertions.Expect(visit.Page.GetByText("Select all")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.OpenAsync("/admin/alerts/a2");
        await Assertions.Expect(visit.Page.Locator(".panel:has(#notes-title)")).ToContainTextAsync("One outage.");
        visit.AssertNoComplaints();
    }

    [Theory]
    [InlineData(1440, "light")]
    [InlineData(360, "360px")]
    public async Task Delete_AfterConfirming_TakesTheTickedAndTheOneOnItsPage(int width, string form)
    {
        await using var visit = await Visit.StartAsync(chromium, width: width);
        await visit.Host.Alerts.Desk.ResolveAsync("a1", "ann", null, TestContext.Current.CancellationToken);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts?status=resolved");
        await visit.Page.GetByLabel("Select Runaway tokens").CheckAsync();
        await visit.Page.GetByText("Delete ticked").ClickAsync();
        await visit.ScreenshotAsync($"alerts-delete-{form}");
        await visit.AssertAccessibleAsync();
        await visit.AssertNoSidewaysScrollAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete them for good" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#alert-a5")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("#results .notice")).ToHaveTextAsync("1 deleted.");

        await visit.OpenAsync("/admin/alerts/a1");
        await visit.Page.GetByText("Delete this alert").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete it for good" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/admin/alerts?status=resolved");
        await Assertions.Expect(visit.Page.Locator("#results")).ToContainTextAsync("1 deleted.");
        await Assertions.Expect(visit.Page.Locator(".alert")).ToHaveCountAsync(0);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Note_OnTheDetail_StandsInNotesAndTimelineAtOnce()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/a5");
        var add = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add note" });
        await add.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("Nothing was added: write the note first.");
        await visit.Page.GetByLabel("Note", new() { Exact = true }).FillAsync("It was <b>one</b> batch job.");
        await add.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".panel:has(#notes-title)")).ToContainTextAsync("It was <b>one</b> batch job.");
        await Assertions.Expect(visit.Page.Locator(".timeline li").Last).ToContainTextAsync("Note by admin");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, "light")]
    [InlineData(ColorScheme.Dark, 360, "360px")]
    public async Task Filters_BehindMore_StandInTheUrlAndOnThePage(ColorScheme scheme, int width, string form)
    {
        await using var visit = await Visit.StartAsync(chromium, scheme, width);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts?status=all");
        await visit.Page.GetByText("More filters").ClickAsync();
        await visit.Page.Locator("select[name=rule_id]").SelectOptionAsync("slow-answers");
        await visit.Page.GetByLabel("First day").FillAsync("2030-03-17");
        await visit.Page.Locator("select[name=sort]").SelectOptionAsync("oldest");
        await visit.ScreenshotAsync($"alerts-filters-{form}");
        await visit.AssertAccessibleAsync();
        await visit.AssertNoSidewaysScrollAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/admin/alerts?status=all&*rule_id=slow-answers&start_date=2030-03-17&end_date=&sort=oldest");
        await Assertions.Expect(visit.Page.Locator(".alert")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator(".filters summary")).ToHaveTextAsync("More (3) filters");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task TickedRow_WhenItsAlertChanges_StaysTicked()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        await visit.Page.GetByLabel("Select Budget spike").CheckAsync();
        await visit.Page.Mouse.MoveAsync(0, 0);
        await visit.Page.EvaluateAsync("document.activeElement.blur()");
        await visit.Host.Alerts.Desk.AcknowledgeAsync("a1", "ann", null, TestContext.Current.CancellationToken);
        await visit.Host.Alerts.Desk.AcknowledgeAsync("a2", "ann", null, TestContext.Current.CancellationToken);
        await Assertions.Expect(visit.Page.Locator("#alert-a2")).ToContainTextAsync("Acknowledged");
        await Assertions.Expect(visit.Page.GetByLabel("Select Budget spike")).ToBeCheckedAsync();
    }

    /// <summary>A note on an old open alert is news, not a new alert.</summary>
    [Fact]
    public async Task AlertList_WhenAnAlertElsewhereChanges_OffersNothing()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts?severity=critical");
        await visit.Host.Alerts.Desk.AddNoteAsync("a2", "ann", "Still on it.", TestContext.Current.CancellationToken);
        visit.Host.Gateway.Open(Scene.Alert("n1", "Fresh trouble", AlertPriority.Critical, 0, "It has just begun.", new("errors", ">", 1, 2, true, 2, null)));
        await Assertions.Expect(visit.Page.Locator("[data-alerts-new]")).ToHaveTextAsync("1 new alert, show");
    }

    [Fact]
    public async Task Chart_DraggedOver_ShowsTheDaysUnderTheDragAndAClickShowsOne()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts?status=all&severity=high");
        await Assertions.Expect(visit.Page.GetByText("Drag over bars")).ToBeVisibleAsync();
        var bars = visit.Page.Locator("[data-bars] > a");
        var (first, last) = ((await bars.Nth(25).BoundingBoxAsync())!, (await bars.Nth(28).BoundingBoxAsync())!);
        await visit.Page.Mouse.MoveAsync(last.X + (last.Width / 2), last.Y + 20);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(first.X + (first.Width / 2), first.Y + 40, new() { Steps = 8 });
        await Assertions.Expect(visit.Page.Locator(".is-dragged")).ToHaveCountAsync(4);
        await visit.Page.Mouse.UpAsync();
        await visit.Page.WaitForURLAsync("**/admin/alerts?status=all&severity=high&start_date=2030-03-13&end_date=2030-03-16");
        await Assertions.Expect(bars).ToHaveCountAsync(4);
        await bars.Nth(2).ClickAsync();
        await visit.Page.WaitForURLAsync("**/admin/alerts?status=all&severity=high&start_date=2030-03-15&end_date=2030-03-15");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Alerts_ByKeysAlone_AreWalkedTickedAcknowledgedAndResolved()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("j");
        await Assertions.Expect(visit.Page.Locator("#alert-a1")).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await Assertions.Expect(visit.Page.GetByLabel("Select Provider is overloaded")).ToBeCheckedAsync();
        await keys.PressAsync("k");
        await keys.PressAsync("a");
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("Acknowledged by admin.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("Open again: the acknowledgement is taken back.");
        await keys.PressAsync("r");
        await Assertions.Expect(visit.Page.Locator("#alert-a1")).ToContainTextAsync("Resolved just now by admin");
        await keys.PressAsync("?");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Next alert");
        await keys.PressAsync("Escape");
        await visit.Page.Locator("#alert-a2").GetByText("More").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#alert-a2 [data-more-body]")).ToContainTextAsync("Conditions when it fired");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }
}
