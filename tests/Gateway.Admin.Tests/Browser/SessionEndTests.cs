using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>What becomes of open pages when their session ends.</summary>
public sealed class SessionEndTests(Chromium chromium)
{
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
        // A live connection that is refused would lead to the login as well, and so would a part of the page that is fetched late: before the button does.
        var connected = new TaskCompletionSource();
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => connected.TrySetResult();
        await visit.OpenAsync("/admin/alerts");
        await connected.Task;
        await visit.Page.RouteAsync("**/*", route => route.Request.Method == "POST" || route.Request.IsNavigationRequest ? route.ContinueAsync() : route.AbortAsync());
        await visit.Page.Context.ClearCookiesAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge Budget spike" }).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(@"/admin/login\?return_url=%2Fadmin%2Falerts$"));
        await Assertions.Expect(visit.Page.Locator(".alert")).ToHaveCountAsync(0);
    }
}
