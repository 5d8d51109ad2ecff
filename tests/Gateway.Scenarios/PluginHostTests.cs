using System.Net;
using System.Text.RegularExpressions;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>The gateway's parts in somebody else's host: its pages, policies and paths stay its own, and the admin is there beside them.</summary>
public sealed partial class PluginHostTests
{
    private const string Rule = """{ "name": "Any call", "conditions": [ { "metric": "total_requests", "operator": ">", "threshold": 0 } ] }""";

    [Fact]
    public async Task Host_OfItsOwn_MountsTheAdminBelowItsPathAndBehindItsPolicies()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var host = await PublishedHost.StartAsync(provider.Address);
        using var ops = host.Client();
        using var sales = host.Client();

        // The host's own pages and endpoints are as they were.
        Assert.Contains("The host's own layout", await TextAsync(ops, "/tools/"));
        Assert.Equal("an endpoint of the host's own", await TextAsync(ops, "/tools/api/orders"));

        // Strangers are sent to the host's login, programs are told.
        using var stranger = await ops.GetAsync("/tools/admin", Cancellation);
        Assert.StartsWith("/tools/sign-in", stranger.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(ops, "/tools/api/calls"));

        // Whom its policies let in is in, with the role they give.
        Assert.True((await ops.PostAsync("/tools/sign-in/ops", null, Cancellation)).IsSuccessStatusCode);
        Assert.True((await sales.PostAsync("/tools/sign-in/sales", null, Cancellation)).IsSuccessStatusCode);
        Assert.Contains("somebody of ops", await TextAsync(ops, "/tools/admin"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sales, "/tools/api/alerts/active"));
        Assert.Equal(HttpStatusCode.Created, await CreateRuleAsync(ops));
        Assert.Equal(HttpStatusCode.Forbidden, await CreateRuleAsync(sales));

        // Its calls are metered, below its own route.
        var answer = await ops.ChatAsync(path: "/tools/llm/openai/v1/chat/completions");
        await Eventually.TrueAsync(async () => (await TextAsync(ops, "/tools/api/calls")).Contains(answer.CallId, StringComparison.Ordinal), "the call in the log");
    }

    [Fact]
    public async Task Admin_BehindAProxyWithAPrefix_LinksBelowIt()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var host = await PublishedHost.StartAsync(provider.Address);
        using var client = host.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/gw");
        using var signIn = await client.PostAsync("/sign-in/ops", null, Cancellation);
        // The proxy in front takes the prefix off, so the browser's path is not the one that is asked for here.
        client.DefaultRequestHeaders.Add("Cookie", signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        var page = await TextAsync(client, "/admin/alerts");

        var links = Link().Matches(page).Select(link => link.Groups[1].Value).Where(link => link.StartsWith('/')).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("/gw/admin", link, StringComparison.Ordinal));
        var script = links.Single(link => link.EndsWith(".js", StringComparison.Ordinal));
        Assert.True((await TextAsync(client, script["/gw".Length..])).Length > 1000);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<string> TextAsync(HttpClient client, string path) => client.GetStringAsync(path, Cancellation);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Cancellation);
        return response.StatusCode;
    }

    /// <summary>As a page's script would: with the token that the page carries.</summary>
    private static async Task<HttpStatusCode> CreateRuleAsync(HttpClient client)
    {
        var token = Token().Match(await TextAsync(client, "/tools/admin")).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tools/api/alerts/rules") { Content = new StringContent(Rule, null, "application/json") };
        request.Headers.Add("X-CSRF-Token", token);
        using var response = await client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    [GeneratedRegex("(?:href|src|action|data-href|data-live)=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
