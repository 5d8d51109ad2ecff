using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Rules;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>The everyday task at the rule builder, in a browser and by keyboard.</summary>
public sealed class BuilderTests(Chromium chromium)
{
    /// <summary>"Cost today over $500 and 20 % more than yesterday, per model, to Slack and e-mail", then another edit of it.</summary>
    [Fact]
    public async Task NewRule_ByKeyboard_IsTriedSavedAndEdited()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.Host.Trials.StoreAsync(Calls());
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder");
        var page = visit.Page;
        await page.GetByLabel("Name", new() { Exact = true }).FocusAsync();
        await page.Keyboard.TypeAsync("Cost of <today>");
        await TabToAsync(visit, "f-logic-conditions-0-threshold");
        await page.Keyboard.TypeAsync("5");
        await Assertions.Expect(page.Locator("#sentence")).ToHaveTextAsync("Alert when cost of the day is over $5.");
        await Assertions.Expect(page.Locator("#f-logic-conditions-0-now")).ToContainTextAsync("now $7.20");
        await Assertions.Expect(page.Locator("#now")).ToContainTextAsync("Its conditions hold now");
        await Assertions.Expect(page.Locator("#history-words")).ToContainTextAsync("Would have fired once in 24 hours");
        await Assertions.Expect(page.Locator("#history-chart canvas")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();

        await TabToAsync(visit, "f-logic-add-condition");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#f-logic-conditions-1-metric")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Change");
        await Assertions.Expect(page.Locator("#f-logic-conditions-1-metric")).ToHaveValueAsync("cost_change_percent");
        await Assertions.Expect(page.Locator("#f-logic-conditions-1-metric-about")).ToContainTextAsync("against yesterday");
        await Assertions.Expect(page.Locator("#f-logic-conditions-1-metric")).ToBeFocusedAsync();
        await TabToAsync(visit, "f-logic-conditions-1-threshold");
        await page.Keyboard.TypeAsync("20");
        foreach (var box in new[] { "model", "E-mail (not set up)", "Slack (not set up)" })
        {
            await page.GetByLabel(box, new() { Exact = true }).FocusAsync();
            await page.Keyboard.PressAsync("Space");
        }

        await Assertions.Expect(page.Locator("#sentence")).ToContainTextAsync("and change of the day's cost against yesterday at the same time is over 20 %, per model.");
        await Assertions.Expect(page.Locator("#who")).ToContainTextAsync("E-mail: not configured");
        await Assertions.Expect(page.Locator("#now")).ToContainTextAsync("of 2 groups now");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/admin/alerts/builder/cost-of-today");
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("Saved as version 1.");

        await page.Locator("#f-logic-conditions-0-threshold").FillAsync("6");
        await page.Locator("#f-logic-conditions-1-remove").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#f-logic-add-condition")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("Saved as version 2.");
        var rule = visit.Host.Rules.Provider.Entries.Find("cost-of-today")!.Definition!;
        Assert.Equal("Alert when cost of the day is over $6, per model.", RuleSentence.Of(rule));
        Assert.Equal(["email", "slack"], rule.Channels!);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task TestNow_PressedTwice_KeepsTheChartThatIsDrawn()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.Host.Trials.StoreAsync(Calls());
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder?template=budget-spike");
        var page = visit.Page;
        var words = page.Locator("#history-words");
        await Assertions.Expect(words).ToContainTextAsync("calls, tried in");
        await page.Locator("#history-chart .chart-box").EvaluateAsync("box => box.dataset.first = 'yes'");
        foreach (var threshold in new[] { "6", "5" })
        {
            await page.Locator("#f-logic-conditions-0-threshold").FillAsync(threshold);
            await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
            await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("now");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Test now" })).ToBeFocusedAsync();
            await Assertions.Expect(page.Locator("#history-caption")).ToContainTextAsync($"> ${threshold}.00.");
            await Assertions.Expect(page.Locator("#history-chart [data-first=yes] canvas")).ToBeVisibleAsync();
        }

        visit.AssertNoComplaints();
    }

    /// <summary>The words above the button become longer while it is pressed, and would take it away from under the pointer.</summary>
    [Fact]
    public async Task TestNow_PressedWhileTheSentenceChanges_IsPressed()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder?template=budget-spike");
        var page = visit.Page;
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Test now" });
        await page.Locator("#f-name").FillAsync("");
        await Assertions.Expect(page.Locator("#sentence")).ToHaveTextAsync("Still needed: a name.");
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/admin/alerts/builder?handler=draft", async route => { asked.TrySetResult(); await mayAnswer.Task; await route.ContinueAsync(); });

        await page.Locator("#f-name").FillAsync("Budget");
        await asked.Task;
        var place = (await button.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(place.X + (place.Width / 2), place.Y + 2);
        await page.Mouse.DownAsync();
        await page.RunAndWaitForResponseAsync(() => { mayAnswer.SetResult(); return Task.CompletedTask; }, "**/admin/alerts/builder?handler=draft");
        await page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await page.Mouse.UpAsync();

        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("now");
        await Assertions.Expect(button).ToBeFocusedAsync();
        Assert.True((await button.BoundingBoxAsync())!.Y > place.Y + 2);
    }

    /// <summary>What is missing is said at its field, and stays said while the page asks how the rule stands.</summary>
    [Fact]
    public async Task Save_OfAnIncompleteRule_SaysWhatIsMissingUntilItIsThere()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#f-name")).ToBeFocusedAsync();
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Assertions.Expect(visit.Page.Locator("#f-name-wrong")).ToHaveTextAsync("A rule needs a name");
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 1440, "dark")]
    [InlineData(ColorScheme.Light, 360, "360px")]
    public async Task NestedRule_WithItsHistory_FitsAndIsAccessible(ColorScheme scheme, int width, string form)
    {
        await using var visit = await Visit.StartAsync(chromium, scheme, width);
        await visit.Host.Trials.StoreAsync(Calls());
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder?template=budget-spike");
        await visit.Page.Locator("#f-logic-conditions-0-indent").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#f-logic-conditions-0-conditions-0-metric")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator("#history-chart canvas")).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"builder-nested-{form}");
        await visit.AssertNoSidewaysScrollAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Builder_LeftWithChanges_AsksFirstUnlessTheyAreSaved()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder?template=budget-spike");
        var page = visit.Page;
        var asked = 0;
        var answered = new TaskCompletionSource();
        page.Dialog += async (_, dialog) =>
        {
            asked++;
            await dialog.DismissAsync();
            answered.TrySetResult();
        };
        await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
        await Assertions.Expect(page.Locator("#f-test")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await page.WaitForURLAsync("**/admin");
        Assert.Equal(0, asked);

        await visit.OpenAsync("/admin/alerts/builder?template=budget-spike");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Mine");
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await answered.Task;
        Assert.Equal(1, asked);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/alerts/builder/mine");
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await page.WaitForURLAsync("**/admin");
        Assert.Equal(1, asked);
    }

    /// <summary>Only one of the form's buttons saves; the others ask.</summary>
    [Theory]
    [InlineData("Save", "The gateway did not answer. It is not known whether that was saved; try again.")]
    [InlineData("Test now", "The gateway did not answer; what you see may be old.")]
    public async Task Button_WhenTheGatewayDoesNotAnswer_SaysWhatThatMeansAndKeepsTheForm(string button, string said)
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/alerts/builder?template=budget-spike");
        await Assertions.Expect(visit.Page.Locator("#history-words")).ToContainTextAsync("fired");
        await visit.Page.RouteAsync("**/admin/alerts/builder**", route => route.AbortAsync());
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync(said);
        await Assertions.Expect(visit.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Budget spike");
    }

    /// <summary>$7.20 today, with two models, in the hour before now; $1 yesterday.</summary>
    private static IEnumerable<LlmCall> Calls() =>
    [
        Call(0, Scene.Now.AddDays(-1).AddHours(-1), 1m),
        .. Enumerable.Range(0, 24).Select(index => Call(index % 2, Scene.Now.AddMinutes(-60 + (2 * index)), 0.3m)),
    ];

    private static LlmCall Call(int which, DateTimeOffset at, decimal cost) =>
        Scene.Call(which, at) with { Id = $"{at:HHmmss}{which}{at.Day}", Cost = new(NanoUsd.FromDollars(cost), PriceStatus.Priced) };

    private static async Task TabToAsync(Visit visit, string id)
    {
        for (var step = 0; step < 120; step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await visit.Page.EvaluateAsync<string>("document.activeElement.id") == id)
            {
                return;
            }
        }

        Assert.Fail($"'{id}' cannot be reached with Tab.");
    }
}
