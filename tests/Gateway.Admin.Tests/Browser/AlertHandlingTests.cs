using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Rules;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>Handling one alert in a browser: from its row, from its page, by keyboard.</summary>
public sealed class AlertHandlingTests(Chromium chromium)
{
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
        var add = (await row.GetByRole(AriaRole.Button, new() { Name = "Add note" }).BoundingBoxAsync())!;
        Assert.True(add.X + add.Width - box.X > frame.Width - 48, "The field and its button are as wide as the row.");
        Assert.True(box.Y + box.Height < frame.Y + frame.Height, "The field is inside the row.");
        await visit.CheckAsync($"alerts-note-{(width == 360 ? "360px" : "light")}");
        await field.FillAsync("On it.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Acknowledged");
        await visit.OpenAsync("/admin/alerts/a1");
        await Assertions.Expect(visit.Page.Locator(".panel:has(#notes-title)")).ToContainTextAsync("On it.");
    }

    [Fact]
    public async Task Note_InARow_IsAddedByEnterAndChangesNothingElse()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        await visit.Page.Locator("#alert-a1").GetByTitle("Add a note").ClickAsync();
        await visit.Page.GetByLabel("Note for Budget spike").FillAsync("On it.");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("Note added.");
        await Assertions.Expect(visit.Page.Locator("#alert-a1")).ToContainTextAsync("Open");
        await visit.OpenAsync("/admin/alerts/a1");
        await Assertions.Expect(visit.Page.Locator(".panel:has(#notes-title)")).ToContainTextAsync("On it.");
        visit.AssertNoComplaints();
    }

    /// <summary>No answer, and the error page of whatever stands before the gateway.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(502)]
    public async Task Alert_WhenTheGatewayDoesNotAnswer_SaysSoAndStaysAsItIs(int? status)
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        await visit.Page.RouteAsync("**/admin/alerts/a1**", route => status is { } code ? route.FulfillAsync(new() { Status = code, Body = "<h1>Bad gateway</h1>" }) : route.AbortAsync());
        var row = visit.Page.Locator("#alert-a1");
        await row.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("The gateway did not answer. It is not known whether that was saved; try again.");
        await row.Locator(".row-details > summary").ClickAsync();
        await Assertions.Expect(row.Locator("[data-more-body]")).ToContainTextAsync("The details did not come");
        await Assertions.Expect(row).ToContainTextAsync("Budget spike");
    }

    [Fact]
    public async Task AlertRow_OpenedOnASlowConnection_SaysThatItLoads()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts");
        var mayPass = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/admin/alerts/a1?handler=more", async route => { await mayPass.Task; await route.ContinueAsync(); });
        var body = visit.Page.Locator("#alert-a1 [data-more-body]");
        await visit.Page.Locator("#alert-a1 .row-details > summary").ClickAsync();
        await Assertions.Expect(body).ToHaveTextAsync("Loading …");
        mayPass.SetResult();
        await Assertions.Expect(body).ToContainTextAsync("Conditions when it fired");
        visit.AssertNoComplaints();
    }

    /// <summary>What is written on a canvas is seen by nobody but people: the test writes it down.</summary>
    [Fact]
    public async Task AlertChart_AtItsThreshold_SaysTheNumberAndTheUnit()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.Page.AddInitScriptAsync("const fill = CanvasRenderingContext2D.prototype.fillText; window.written = new Set(); CanvasRenderingContext2D.prototype.fillText = function (text, ...at) { window.written.add(text); fill.call(this, text, ...at); };");
        await visit.SignInAsync();
        await visit.Host.Trials.StoreAsync(Enumerable.Range(0, 40).Select(index => Scene.Call(index, Scene.Now.AddSeconds(-10 * index))));
        foreach (var (id, metric, threshold, label) in new[] { ("p95", "p95_latency", 1_500, "Threshold 1.50 s"), ("count", "total_requests", 3, "Threshold 3 calls"), ("money", "total_cost", 1, "Threshold $1.00") })
        {
            var json = $$"""{ "id": "{{id}}", "name": "{{id}}", "conditions": [ { "metric": "{{metric}}", "operator": ">", "threshold": {{threshold}} } ] }""";
            await visit.Host.Rules.Desk.CreateAsync(json, "ada", TestContext.Current.CancellationToken);
            var alert = Scene.Alert("around-" + id, id, AlertPriority.High, 3, "It began.", new(metric, ">", threshold, threshold + 1, true, 12, null));
            await visit.Host.Alerts.AddAsync(new AlertDetail(alert, [], []));
            await visit.OpenAsync("/admin/alerts/around-" + id);
            await Assertions.Expect(visit.Page.Locator("figure.chart canvas")).ToBeVisibleAsync();
            await visit.Page.WaitForFunctionAsync("label => window.written.has(label)", label);
        }

        visit.AssertNoComplaints();
    }

    /// <summary>A provider's word for an error is one long word.</summary>
    [Fact]
    public async Task AlertDetail_OnATelephoneWithLongWords_FitsTheScreen()
    {
        await using var visit = await Visit.StartAsync(chromium, width: 360);
        visit.Host.Gateway.Finish(Scene.Call(0, Scene.Now.AddMinutes(-5)) with
        {
            Id = "long",
            RequestModel = "deepseek/deepseek-v4-flash-preview",
            Outcome = CallOutcome.ServerError,
            ErrorType = "context_length_exceeded_for_this_model",
            Cost = CallCost.Unpriced,
        });
        var alert = Scene.Alert("words", "Long words", AlertPriority.High, 4, "It began.", new("errors", ">", 0, 1, true, 1, null));
        await visit.Host.Alerts.AddAsync(new AlertDetail(alert, [], []));
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/words");
        await Assertions.Expect(visit.Page.Locator(".samples")).ToContainTextAsync("context_length_exceeded_for_this_model");
        await visit.AssertNoSidewaysScrollAsync();
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
