using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>A browser as far as cookies and forms go: sends along the antiforgery token of the page it saw last.</summary>
internal sealed partial class Session(AdminHost host)
{
    private HttpClient? _client;

    public CookieContainer Cookies { get; } = new();

    public string Token { get; private set; } = "";

    public bool HasSession => Cookies.GetCookies(host.Address).Any(cookie => cookie.Name == "gateway_admin");

    public HttpClient Client => _client ??= new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = host.Address };

    public static async Task<Session> SignedInAsync(AdminHost host, string secret)
    {
        var session = new Session(host);
        await session.GetAsync("/admin/login");
        await session.PostAsync("/admin/login", new() { ["Secret"] = secret });
        await session.GetAsync("/admin");
        return session;
    }

    public async Task<string> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Token = Meta().Match(html).Groups[1].Value;
        return html;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form, bool withToken = true)
    {
        if (withToken)
        {
            form["__RequestVerificationToken"] = Token;
        }

        using var content = new FormUrlEncodedContent(form);
        return await Client.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""<meta name="csrf-token" content="([^"]+)">""")]
    private static partial Regex Meta();
}
