using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Lifecycle;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>Looking after rules in a browser, in one visit.</summary>
public sealed class RuleWorkTests(Chromium chromium)
{
    [Fact]
    public async Task Rules_SearchedPausedDeletedAndBroughtBack_ShowEachStepInPlace()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await AddAsync(visit, "Spend of <b>all</b>", "spend");
        await AddAsync(visit, "Slow answers", "slow-answers");
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/rules");
        await Assertions.Expect(visit.Page.Locator("[data-rule]")).ToHaveCountAsync(3);

        // Lives: the state changes, and nothing else moves.
        await visit.Page.Locator("select[name=state]").HoverAsync();
        visit.Host.Rules.Memory.Restore("slow-answers", new([]), new AlertState { Phase = AlertPhase.Firing, FiringSince = Scene.Now });
        visit.Host.Gateway.Tick(Scene.Metrics(0));
        await Assertions.Expect(visit.Page.Locator("#rule-slow-answers .rule-state")).ToHaveTextAsync("Firing");
        await Assertions.Expect(visit.Page.Locator("[data-rule]").Nth(1)).ToHaveAttributeAsync("data-rule", "slow-answers");

        await visit.Page.GetByLabel("Search rules").FillAsync("spend");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/admin/rules?search=spend&*");
        var row = visit.Page.Locator("#rule-spend");
        await row.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(row.Locator(".rule-state")).ToHaveTextAsync("Paused");
        await Assertions.Expect(row).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("Spend of <b>all</b> is paused. Its open alerts are resolved.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(row.Locator(".rule-state")).ToHaveTextAsync("Normal");

        await row.GetByText("More for").ClickAsync();
        await row.GetByText("Delete…").ClickAsync();
        await visit.AssertAccessibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#results")).ToContainTextAsync("No rule matches");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Bring it back" }).ClickAsync();
        await Assertions.Expect(row.Locator(".rule-state")).ToHaveTextAsync("Normal");
        visit.AssertNoComplaints();
    }

    private static async Task AddAsync(Visit visit, string name, string id) => await visit.Host.Rules.Desk.CreateAsync(
        $$"""{ "id": "{{id}}", "name": "{{name}}", "conditions": [ { "metric": "total_cost", "operator": ">", "threshold": 5 } ] }""",
        "ada",
        TestContext.Current.CancellationToken);
}
