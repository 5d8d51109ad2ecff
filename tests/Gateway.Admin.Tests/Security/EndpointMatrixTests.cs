using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Admin.Tests.Hosting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Tests.Security;

/// <summary>Who may do what, endpoint by endpoint. One that is not in the table fails: say who may use it.</summary>
public sealed partial class EndpointMatrixTests
{
    private const string Anyone = "anyone";
    private const string Viewer = "viewer";
    private const string Operator = "operator";
    private const string Admin = "admin";

    /// <summary>From least to most, with their keys.</summary>
    private static readonly (string Role, string? Key)[] Roles = [(Anyone, null), (Viewer, AdminHost.ViewerKey), (Operator, AdminHost.OperatorKey), (Admin, AdminHost.AdminKey)];

    /// <summary>Method and path → the least role that may.</summary>
    private static readonly Dictionary<string, string> Least = new()
    {
        ["GET healthz/live"] = Anyone,
        ["GET healthz/ready"] = Anyone,
        ["PAGE admin/login"] = Anyone,
        ["GET admin/login/sign-on"] = Anyone,
        ["PAGE admin"] = Viewer,
        ["PAGE admin/alerts"] = Viewer,
        ["PAGE admin/alerts/{id}"] = Viewer,
        ["PAGE admin/alerts/builder/{id?}"] = Viewer,
        ["PAGE admin/rules"] = Viewer,
        ["PAGE admin/analytics"] = Viewer,
        ["PAGE admin/channels"] = Viewer,
        ["PAGE admin/channels/{id}"] = Viewer,
        ["PAGE admin/deliveries"] = Viewer,
        ["PAGE admin/inbox"] = Viewer,
        ["PAGE admin/calls"] = Viewer,
        ["PAGE admin/calls/{id}"] = Viewer,
        ["PAGE admin/silences"] = Viewer,
        ["PAGE admin/settings"] = Viewer,
        ["PAGE admin/api-reference"] = Viewer,
        ["POST admin/theme"] = Viewer,
        ["POST admin/logout"] = Viewer,
        ["ANY admin/live"] = Viewer,
        ["ANY admin/live/negotiate"] = Viewer,
        ["ANY admin/{**rest}"] = Viewer,
        ["ANY api/{**rest}"] = Viewer,
        ["GET api/alerts/active"] = Viewer,
        ["GET api/alerts/stats"] = Viewer,
        ["GET api/alerts/metrics"] = Viewer,
        ["GET api/alerts/history"] = Viewer,
        ["GET api/alerts/history/export"] = Viewer,
        ["GET api/alerts/history/{id}"] = Viewer,
        ["POST api/alerts/history/{id}/ack"] = Operator,
        ["POST api/alerts/history/{id}/resolve"] = Operator,
        ["POST api/alerts/history/{id}/notes"] = Operator,
        ["POST api/alerts/history/bulk"] = Operator,
        ["DELETE api/alerts/history/{id}"] = Admin,
        ["GET api/alerts/rules"] = Viewer,
        ["GET api/alerts/rules/{id}"] = Viewer,
        ["GET api/alerts/rules/{id}/versions"] = Viewer,
        ["POST api/alerts/rules/test"] = Operator,
        ["POST api/alerts/rules/{id}/test"] = Operator,
        ["POST api/alerts/rules/backtest"] = Operator,
        ["POST api/alerts/rules"] = Admin,
        ["PUT api/alerts/rules/{id}"] = Admin,
        ["DELETE api/alerts/rules/{id}"] = Admin,
        ["POST api/alerts/rules/{id}/toggle"] = Admin,
        ["POST api/alerts/rules/{id}/versions/{number:long}/restore"] = Admin,
        ["GET api/alerts/silences"] = Viewer,
        ["GET api/alerts/silences/{id}"] = Viewer,
        ["POST api/alerts/silences"] = Operator,
        ["DELETE api/alerts/silences/{id}"] = Operator,
        ["GET api/notifications/routes"] = Viewer,
        ["PUT api/notifications/routes"] = Admin,
        ["POST api/notifications/routes/preview"] = Operator,
        ["GET api/notifications/channels"] = Viewer,
        ["GET api/notifications/channels/{id}"] = Viewer,
        ["POST api/notifications/channels"] = Admin,
        ["PUT api/notifications/channels/{id}"] = Admin,
        ["DELETE api/notifications/channels/{id}"] = Admin,
        ["POST api/notifications/channels/{id}/toggle"] = Admin,
        ["POST api/notifications/test"] = Operator,
        ["GET api/notifications/history"] = Viewer,
        ["POST api/notifications/history/{id}/resend"] = Operator,
        ["GET api/notifications/inbox"] = Viewer,
        ["POST api/notifications/inbox/read"] = Viewer,
        ["GET api/analytics/timeseries"] = Viewer,
        ["GET api/analytics/aggregate"] = Viewer,
        ["GET api/analytics/provider-comparison"] = Viewer,
        ["GET api/analytics/model-comparison"] = Viewer,
        ["GET api/analytics/hourly-breakdown"] = Viewer,
        ["GET api/analytics/export"] = Viewer,
        ["GET api/audit"] = Admin,
        ["GET api/calls"] = Viewer,
        ["GET api/calls/{id}"] = Viewer,
        ["GET api/calls/export"] = Viewer,
        ["POST api/calls/import"] = Admin,
        ["GET api/preferences"] = Viewer,
        ["PUT api/preferences"] = Viewer,
        ["GET api/system/health"] = Viewer,
        ["GET api/system/keys"] = Admin,
        ["POST api/system/keys"] = Admin,
        ["DELETE api/system/keys/{id}"] = Admin,
    };

    /// <summary>What pages take, which one endpoint does for all of a page's forms.</summary>
    private static readonly (string Path, string Form, string Least)[] Forms =
    [
        ("/admin/alerts?handler=bulk", "Act=acknowledge", Operator),
        ("/admin/alerts?handler=bulk", "Act=delete", Admin),
        ("/admin/alerts/a1", "act=acknowledge", Operator),
        ("/admin/alerts/a1", "act=delete", Admin),
        ("/admin/silences", "act=count", Operator),
        ("/admin/silences?handler=end", "id=nothing", Operator),
        ("/admin/settings", "theme=dark", Viewer),
        ("/admin/settings?handler=preview", "Priority=high", Operator),
        ("/admin/settings?handler=routes", "version=0", Admin),
        ("/admin/settings?handler=key", "name=", Admin),
        ("/admin/settings?handler=revoke", "id=nothing", Admin),
    ];

    /// <summary>Reached by cookie without a token: SignalR sends none, and the origin of a live connection is checked instead.</summary>
    private static readonly string[] WithoutToken = ["ANY admin/live", "ANY admin/live/negotiate"];

    /// <summary>Where who may ask depends on what is asked.</summary>
    private static readonly Dictionary<string, string> Bodies = new() { ["POST api/notifications/test"] = """{ "channel_id": "in_app" }""" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Table_NamesEveryEndpointOfTheAdminAndNoOther()
    {
        await using var host = await AdminHost.StartAsync();
        Assert.Equal(Least.Keys.Order(), Own(host).Order());
    }

    [Fact]
    public async Task Endpoint_AskedByEveryRole_LetsInWhomTheTableNames()
    {
        await using var host = await AdminHost.StartAsync();
        var wrong = new List<string>();
        foreach (var (role, key) in Roles)
        {
            using var client = host.Client(key);
            foreach (var (endpoint, least) in Least)
            {
                using var answer = await client.SendAsync(Request(endpoint), Cancel);
                var expected = Rank(role) >= Rank(least) ? "let in" : role == Anyone ? "asked who it is" : "refused";
                var actual = Said(answer);
                if (actual != expected)
                {
                    wrong.Add($"{endpoint} by {role}: {actual}, not {expected} ({(int)answer.StatusCode})");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Form_SentByEveryRole_IsTakenFromWhomTheTableNames()
    {
        await using var host = await AdminHost.StartAsync();
        var wrong = new List<string>();
        foreach (var (role, key) in Roles.Where(role => role.Key is not null))
        {
            var session = await Session.SignedInAsync(host, key!);
            foreach (var (path, form, least) in Forms)
            {
                var pair = form.Split('=');
                using var answer = await session.PostAsync(path, new() { [pair[0]] = pair[1] });
                if ((answer.StatusCode == HttpStatusCode.Forbidden) == (Rank(role) >= Rank(least)))
                {
                    wrong.Add($"{path} {form} by {role}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryChangingEndpoint_ByCookieWithoutToken_Is400()
    {
        await using var host = await AdminHost.StartAsync();
        var session = await Session.SignedInAsync(host, AdminHost.AdminKey);
        var wrong = new List<string>();
        foreach (var request in Least.Keys.Except(WithoutToken).SelectMany(Changes))
        {
            using var answer = await session.Client.SendAsync(request, Cancel);
            if (answer.StatusCode != HttpStatusCode.BadRequest || !(await answer.Content.ReadAsStringAsync(Cancel)).Contains("antiforgery token", StringComparison.Ordinal))
            {
                wrong.Add($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task ApiDocument_NamesEveryApiEndpointWithSummaryAndAnswers()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client();
        var paths = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Cancel))!["paths"]!.AsObject();
        var missing = Least.Keys
            .Select(endpoint => endpoint.Split(' '))
            .Where(endpoint => endpoint[1].StartsWith("api/", StringComparison.Ordinal) && endpoint[0] != "ANY")
            .Where(endpoint => paths["/" + endpoint[1].Replace(":long", "", StringComparison.Ordinal)]?[endpoint[0].ToLowerInvariant()] is not { } operation
                || string.IsNullOrWhiteSpace((string?)operation["summary"]) || operation["tags"]![0] is null || !operation["responses"]!.AsObject().Any(answer => answer.Key.StartsWith('2')));
        Assert.Empty(missing.Select(endpoint => string.Join(' ', endpoint)));
    }

    private static int Rank(string role) => Array.FindIndex(Roles, known => known.Role == role);

    private static string Said(HttpResponseMessage answer) => answer switch
    {
        { StatusCode: HttpStatusCode.Unauthorized } => "asked who it is",
        { StatusCode: HttpStatusCode.Found } when answer.Headers.Location!.OriginalString.Contains("/admin/login?", StringComparison.Ordinal) => "asked who it is",
        { StatusCode: HttpStatusCode.Forbidden } => "refused",
        _ => "let in",
    };

    /// <summary>What asks an endpoint to change something; pages take forms, and what takes any method is tried with all that change.</summary>
    private static IEnumerable<HttpRequestMessage> Changes(string endpoint) => endpoint.Split(' ') switch
    {
        ["GET", _] => [],
        ["PAGE", var path] => [Request($"POST {path}")],
        ["ANY", var path] => [Request($"POST {path}"), Request($"PUT {path}"), Request($"PATCH {path}"), Request($"DELETE {path}")],
        _ => [Request(endpoint)],
    };

    private static HttpRequestMessage Request(string endpoint)
    {
        var (method, path) = (endpoint.Split(' ')[0], Parameter().Replace(endpoint.Split(' ')[1], match => match.Value.Contains("long", StringComparison.Ordinal) ? "1" : "nothing"));
        var request = new HttpRequestMessage(method is "PAGE" or "ANY" ? HttpMethod.Get : new HttpMethod(method), "/" + path);
        if (request.Method == HttpMethod.Post || request.Method == HttpMethod.Put)
        {
            request.Content = path.StartsWith("admin", StringComparison.Ordinal) ? new FormUrlEncodedContent([]) : new StringContent(Bodies.GetValueOrDefault(endpoint, "{}"), Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>Scripts and styles are for anybody, and another test looks at them; the proxied routes are the host's.</summary>
    private static IEnumerable<string> Own(AdminHost host) => host.Endpoints
        .Select(endpoint => (Endpoint: endpoint, Path: endpoint.RoutePattern.RawText!.Trim('/')))
        .Where(entry => !entry.Path.StartsWith("admin/assets/", StringComparison.Ordinal) && !entry.Path.StartsWith("openapi/", StringComparison.Ordinal) && entry.Path is not ("{**proxied}" or "{**path:file}"))
        .SelectMany(entry => Methods(entry.Endpoint).Select(method => $"{method} {entry.Path}"))
        .Distinct();

    private static IEnumerable<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
        ?? (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null ? ["ANY"] : ["PAGE"]);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
