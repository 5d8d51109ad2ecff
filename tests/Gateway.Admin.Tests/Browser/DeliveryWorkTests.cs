using Gateway.Admin.Tests.Deliveries;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.People;
using Gateway.Alerting.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>What became of messages, and the notification centre, in a browser.</summary>
public sealed class DeliveryWorkTests(Chromium chromium)
{
    [Fact]
    public async Task Deliveries_FromAnAlertToItsTriesAndSentAgain_ShowWhatBecomesOfThem()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/a1");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Every try" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/admin/deliveries?alert_id=a1");
        await Assertions.Expect(visit.Page.Locator("[data-live-state]")).ToHaveAttributeAsync("data-live-state", "live");
        await Assertions.Expect(visit.Page.Locator(".delivery")).ToHaveCountAsync(3);
        var slack = visit.Page.Locator("#delivery-a1-d2");
        await slack.GetByText("3 tries").ClickAsync();
        await Assertions.Expect(slack.Locator(".tries-list li").First).ToContainTextAsync("503 from hooks.slack.com");
        await visit.AssertAccessibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resend Budget spike to PagerDuty" }).ClickAsync();
        var pagerDuty = visit.Page.Locator("#delivery-a1-d3");
        await Assertions.Expect(pagerDuty).ToContainTextAsync("Pending");
        await Assertions.Expect(pagerDuty).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("It waits to be sent again.");

        await visit.Page.GetByLabel("Status").SelectOptionAsync("sent");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".delivery")).ToHaveCountAsync(1);
        Assert.Contains("status=sent", visit.Page.Url, StringComparison.Ordinal);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Notifications_WhenAnAlertIsTold_AreCountedShownAndRead()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await DeliveryApiTests.Notify(visit.Host, "n1");
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        var bell = visit.Page.Locator(".bell");
        await Assertions.Expect(bell).ToContainTextAsync("1 unread");
        await TellAsync(visit, "n2", AlertPriority.Critical, "It has <b>just</b> begun.");

        var toast = visit.Page.Locator("#toasts-urgent .toast");
        await Assertions.Expect(toast).ToContainTextAsync("It has <b>just</b> begun.");
        await visit.AssertAccessibleAsync();
        await toast.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Assertions.Expect(toast).ToHaveCountAsync(0);

        // In quiet hours the pages tell of critical alerts only, and to whom wants none of none; the centre counts all the same.
        await PreferAsync(visit, new() { QuietHours = new("00:00", "23:59", "UTC", null) });
        await TellAsync(visit, "n3", AlertPriority.High, "It can wait.");
        await TellAsync(visit, "n4", AlertPriority.Critical, "It cannot wait.");
        await Assertions.Expect(bell).ToContainTextAsync("4 unread");
        await Assertions.Expect(visit.Page.Locator(".toast")).ToHaveCountAsync(1);
        await Assertions.Expect(toast).ToContainTextAsync("It cannot wait.");
        await PreferAsync(visit, new() { Notifications = false });
        await TellAsync(visit, "n5", AlertPriority.Critical, "Nobody is told.");
        await Assertions.Expect(bell).ToContainTextAsync("5 unread");
        await Assertions.Expect(visit.Page.Locator(".toast")).ToHaveCountAsync(0);

        await bell.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        var list = visit.Page.Locator("#inbox");
        await Assertions.Expect(list.Locator("li")).ToHaveCountAsync(5);
        await visit.AssertAccessibleAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Mark all as read" }).ClickAsync();
        await Assertions.Expect(list.Locator(".is-read")).ToHaveCountAsync(5);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(bell.Locator("[data-unread]")).ToBeHiddenAsync();
        await Assertions.Expect(bell).ToBeFocusedAsync();
        visit.AssertNoComplaints();
    }

    /// <summary>They come first for the keyboard and take nobody's focus, and on a telephone the button that one is about to press stays in reach.</summary>
    [Theory]
    [InlineData("/admin/alerts/a1", "Resolve")]
    [InlineData("/admin/channels/email", "Save")]
    [InlineData("/admin/alerts/builder?template=budget-spike", "Save")]
    [InlineData("/admin/silences?rule_id=spend", "Silence")]
    public async Task Toasts_OnATelephone_ComeFirstTakeNoFocusAndLeaveThePrimaryButtonInReach(string path, string primary)
    {
        await using var visit = await Visit.StartAsync(chromium, width: 360, height: 780);
        await visit.SignInAsync();
        // These pages show no state of their live connection, and a toast goes only to those who listen.
        var connected = new TaskCompletionSource();
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => connected.TrySetResult();
        await visit.OpenAsync(path);
        await connected.Task;
        var button = visit.Page.Locator("main .button.primary", new() { HasTextString = primary }).First;
        await button.FocusAsync();
        foreach (var number in Enumerable.Range(1, 3))
        {
            await TellAsync(visit, $"t{number}", AlertPriority.Critical, "It has begun, and it goes on for as long as nobody does anything about it.");
            await Assertions.Expect(visit.Page.Locator("#toasts-urgent .toast")).ToHaveCountAsync(number);
        }

        await Assertions.Expect(button).ToBeFocusedAsync();
        await button.EvaluateAsync("button => { button.blur(); button.focus(); }");
        await Assertions.Expect(button).ToBeInViewportAsync();
        Assert.True(await button.EvaluateAsync<bool>("button => { const box = button.getBoundingClientRect(); return button.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"), "A toast covers it.");
        await visit.AssertNoSidewaysScrollAsync();

        var first = visit.Page.Locator("body :is(a, button):visible").Nth(1);
        await Assertions.Expect(first).ToHaveTextAsync("Critical: Trouble t3");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Assertions.Expect(first).ToHaveTextAsync("Critical: Trouble t2");
    }

    [Fact]
    public async Task Bell_OnATelephoneWithManyUnread_IsSeenBesideTheirNumber()
    {
        await using var visit = await Visit.StartAsync(chromium, width: 360, height: 780);
        await visit.SignInAsync();
        await visit.Page.RouteAsync("**/api/notifications/inbox", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{ "notifications": [], "unread": 120 }""" }));
        await visit.OpenAsync("/admin/alerts");
        await Assertions.Expect(visit.Page.Locator(".bell [data-count]")).ToHaveTextAsync("99+");
        var (icon, badge) = ((await visit.Page.Locator(".bell .icon").BoundingBoxAsync())!, (await visit.Page.Locator(".bell .badge").BoundingBoxAsync())!);
        Assert.True(badge.X >= icon.X + icon.Width, "The number covers the bell.");
        await visit.AssertNoSidewaysScrollAsync();
        await visit.AssertAccessibleAsync();
    }

    /// <summary>An alert opens, and the admin is told.</summary>
    private static async Task TellAsync(Visit visit, string id, AlertPriority severity, string sentence)
    {
        var alert = Scene.Alert(id, $"Trouble {id}", severity, 0, sentence, new("errors", ">", 1, 2, true, 2, null));
        await visit.Host.Alerts.AddAsync(new AlertDetail(alert, [], [new("d1", "in_app", "alert.opened", "sent", null, 0, alert.TriggeredAt, alert.TriggeredAt, null)]));
        visit.Host.Alerts.DeliveryChanges.Publish(new($"{id}-d1", id, "in_app", "alert.opened", DeliveryStatus.Sent));
    }

    private static async Task PreferAsync(Visit visit, Preferences preferences)
    {
        await visit.Host.Services.GetRequiredService<PreferencesDesk>().SaveAsync("admin", preferences, TestContext.Current.CancellationToken);
        await visit.OpenAsync("/admin");
    }
}
