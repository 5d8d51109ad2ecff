using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Gateway.Admin.Security;
using Gateway.Admin.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>One person at one page of one running admin. Collects everything the browser complains about.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private IBrowserContext _context = null!;

    public AdminHost Host { get; private init; } = null!;

    public IPage Page { get; private set; } = null!;

    public static async Task<Visit> StartAsync(Chromium chromium, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900, bool scene = true, string timeZone = "UTC", (string Key, string? Value)[]? settings = null)
    {
        var browser = chromium.Browser;
        var visit = new Visit { Host = await AdminHost.StartAsync(scene, settings ?? []) };
        visit._context = await browser.NewContextAsync(new()
        {
            BaseURL = visit.Host.Address.ToString(),
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            TimezoneId = timeZone,
            ReducedMotion = ReducedMotion.Reduce,
        });
        visit.Page = await visit._context.NewPageAsync();
        visit.Page.Console += (_, message) => visit.Complain(message.Type is "error" or "warning", message.Text);
        visit.Page.PageError += (_, error) => visit.Complain(true, error);
        return visit;
    }

    /// <summary>Signs in by the link that start-up prints.</summary>
    public async Task SignInAsync()
    {
        await Page.GotoAsync(Host.Services.GetRequiredService<AdminLoginLink>().For(Host.Address.ToString())!);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Continue as admin" }).ClickAsync();
        await Page.WaitForURLAsync("**/admin");
    }

    /// <summary>Goes to a page and, where it shows one, waits until its live connection stands.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        if (await Page.Locator("[data-live-state]").CountAsync() > 0)
        {
            await Assertions.Expect(Page.Locator("[data-live-state]")).ToHaveAttributeAsync("data-live-state", "live");
        }
    }

    public async Task AssertAccessibleAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}")));
    }

    public async Task AssertNoSidewaysScrollAsync() =>
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

    /// <summary>What holds for every page, with its picture.</summary>
    public async Task CheckAsync(string name)
    {
        await ScreenshotAsync(name);
        await AssertNoSidewaysScrollAsync();
        await AssertAccessibleAsync();
    }

    public void AssertNoComplaints() => Assert.Empty(_complaints);

    /// <summary>Keeps a picture for the guides when <c>UPDATE_SCREENSHOTS</c> is set.</summary>
    public async Task ScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1")
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository(), "docs", "screenshots", name + ".png"), Animations = ScreenshotAnimations.Disabled });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Host.DisposeAsync();
    }

    private void Complain(bool isComplaint, string text)
    {
        if (isComplaint)
        {
            _complaints.Add(text);
        }
    }

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GatewayAlerts.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
