using Gateway.Admin.Tests.Hosting;
using Gateway.Testing;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>The everyday task: set up a channel, see that it works.</summary>
public sealed class ChannelWorkTests(Chromium chromium)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(360)]
    public async Task Webhook_AddedByThePicker_IsTestedAndShown(int width)
    {
        await using var receiver = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var visit = await Visit.StartAsync(chromium, width: width, settings: [("Notifications:AllowPrivateNetworks", "true")]);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/channels");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Webhook", Exact = true }).ClickAsync();

        // Wrong first: the form says where, and keeps what was right.
        await visit.Page.GetByLabel("Name (required)").FillAsync("Own <tool>");
        await visit.Page.GetByLabel("Address (required)").FillAsync("ftp://example.com");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add channel" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Must be an https address")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Name (required)")).ToHaveValueAsync("Own <tool>");
        await visit.AssertAccessibleAsync();
        await visit.AssertNoSidewaysScrollAsync();

        await visit.Page.GetByLabel("Address (required)").FillAsync(receiver.Address + "/hooks");
        await visit.Page.GetByLabel("Headers").FillAsync("X-Token: token-of-the-receiver");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add channel" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The signing secret, shown this once.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Headers")).ToHaveValueAsync("X-Token: ••••iver");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".test-result")).ToContainTextAsync("Arrived");
        await Assertions.Expect(visit.Page.Locator("#status")).ToHaveTextAsync("The test arrived.");
        await Assertions.Expect(visit.Page.Locator(".rendered")).ToContainTextAsync("\"type\": \"alert.test\"");
        Assert.Equal("token-of-the-receiver", receiver.Last.Headers["X-Token"]);
        await visit.ScreenshotAsync($"channel-test-{width}");
        // What is said passes after some seconds; until then it lies over a part of the page.
        await visit.Page.EvaluateAsync("document.getElementById('status').textContent = ''");
        await visit.AssertAccessibleAsync();
        await visit.AssertNoSidewaysScrollAsync();

        // Ten a minute, and the page says so.
        var api = new Api(visit.Host, "/api/notifications");
        for (var test = 1; test < 10; test++)
        {
            await api.PostAsync("/test", """{ "channel_id": "own-tool" }""");
        }

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#channel-test")).ToContainTextAsync("Not sent. There were 10 tests within a minute. Try again in 60 s.");

        // Somebody else was faster: nothing is overwritten unseen, and what was entered is kept.
        await visit.OpenAsync("/admin/channels/own-tool");
        await api.SendAsync(HttpMethod.Put, "/channels/own-tool", $$"""{ "name": "Own <tool>", "min_priority": "high", "config": { "url": "{{receiver.Address}}/hooks" } }""");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Renamed");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".channel-form [role=alert]")).ToContainTextAsync("Not saved: ada changed this channel meanwhile.");
        await Assertions.Expect(visit.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Renamed");
        await visit.AssertAccessibleAsync();
        await visit.AssertNoSidewaysScrollAsync();

        await visit.OpenAsync("/admin/channels/own-tool");
        await Assertions.Expect(visit.Page.GetByText("shown this once")).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Switch off" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Switched off.")).ToBeVisibleAsync();
        await visit.OpenAsync("/admin/channels");
        await Assertions.Expect(visit.Page.Locator(".channel", new() { HasText = "Own <tool>" })).ToContainTextAsync("Off");
        await Assertions.Expect(visit.Page.Locator(".channel", new() { HasText = "Own <tool>" })).ToContainTextAsync("just now");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Viewer_SeesChannelsAndCannotChangeThem()
    {
        await using var host = await AdminHost.StartAsync(settings: [("Notifications:Channels:team:Type", "teams"), ("Notifications:Channels:team:WebhookUrl", "https://1.1.1.1/workflows/abcdefghijkl")]);
        var session = await Session.SignedInAsync(host, AdminHost.ViewerKey);

        var (list, page) = (await session.GetAsync("/admin/channels"), await session.GetAsync("/admin/channels/team"));

        Assert.DoesNotContain("Add a channel", list, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"act\"", page, StringComparison.Ordinal);
        Assert.Contains("Set up by Notifications:Channels:team.", page, StringComparison.Ordinal);
        using var refused = await session.PostAsync("/admin/channels/slack", new() { ["act"] = "save", ["config.webhook_url"] = "https://1.1.1.1/x" });
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
