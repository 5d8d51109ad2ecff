using Gateway.Admin.Tests.Hosting;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>Looking at calls, going about by keyboard, and making the admin one's own.</summary>
public sealed class ExplorerTests(Chromium chromium)
{
    [Fact]
    public async Task Calls_ByKeyboardFilterAndLive_LeadToOneCallAndItsPrice()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin");
        await visit.Page.Keyboard.PressAsync("g");
        await visit.Page.Keyboard.PressAsync("c");
        await visit.Page.WaitForURLAsync("**/admin/calls");
        await visit.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Keyboard.PressAsync("/");
        var search = visit.Page.GetByLabel("Search calls");
        await Assertions.Expect(search).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("gpt");
        await Assertions.Expect(search).ToHaveValueAsync("gpt");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/admin/calls?search=gpt**");
        await Assertions.Expect(visit.Page.Locator("[data-live-state]")).ToHaveAttributeAsync("data-live-state", "live");
        visit.Host.Gateway.Finish(Scene.Call(1));
        visit.Host.Gateway.Finish(Scene.Call(0) with { Id = "fresh" });
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "1 new, show" }).ClickAsync();
        await visit.Page.Locator("a[href$='/admin/calls/fresh']").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".buckets")).ToContainTextAsync("Input, not cached");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Settings_Changed_HoldOnEveryPage()
    {
        await using var visit = await Visit.StartAsync(chromium);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/settings");
        await visit.Page.GetByLabel("Density").SelectOptionAsync("compact");
        await visit.Page.Locator("#yours").GetByLabel("Time zone", new() { Exact = true }).FillAsync("Asia/Tokyo");
        await visit.Page.GetByText("Change the keys").ClickAsync();
        await visit.Page.GetByLabel("Go to Alerts").FillAsync("g x");
        await visit.Page.Locator("#yours").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Preferences saved.")).ToBeVisibleAsync();
        await visit.OpenAsync("/admin/calls");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-density", "compact");
        await Assertions.Expect(visit.Page.Locator("time[data-stamp]").First).ToContainTextAsync("18:4");
        await visit.Page.Keyboard.PressAsync("g");
        await visit.Page.Keyboard.PressAsync("x");
        await visit.Page.WaitForURLAsync("**/admin/alerts");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task ApiReference_OpenedOnATelephone_FitsTheScreen()
    {
        await using var visit = await Visit.StartAsync(chromium, width: 360, height: 780);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/api-reference");
        var wide = await visit.Page.EvaluateAsync<string[]>("""
            () => {
              for (const operation of document.querySelectorAll(".operation")) operation.open = true;
              return [...document.querySelectorAll(".operation-body")].filter((body) => body.scrollWidth > body.clientWidth).map((body) => `${body.parentElement.id}: ${body.scrollWidth} in ${body.clientWidth}`);
            }
            """);
        Assert.Empty(wide);
        await visit.AssertNoSidewaysScrollAsync();
    }
}
