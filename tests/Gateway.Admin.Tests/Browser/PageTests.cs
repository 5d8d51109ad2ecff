using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>Every page in every form, and what all of them share.</summary>
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
        await visit.CheckAsync($"login-{form}");
        await visit.SignInAsync();
        foreach (var (name, path) in Pages)
        {
            await visit.OpenAsync(path);
            await visit.CheckAsync($"{name}-{form}");
        }

        visit.AssertNoComplaints();
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
        await visit.CheckAsync("overview-high-contrast");
        visit.AssertNoComplaints();
    }
}
