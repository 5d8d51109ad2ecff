using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.Rules;

/// <summary>Asks the rule API, as an administrator unless told otherwise.</summary>
internal sealed class RuleApi : IAsyncDisposable
{
    public const string Spend = """{ "name": "Spend", "conditions": [ { "metric": "total_cost", "operator": ">", "threshold": 5 } ] }""";

    /// <param name="member">One more member, in front.</param>
    public static string SpendWith(string member) => $"{{ {member},{Spend[1..]}";

    private RuleApi(AdminHost host) => Host = host;

    public AdminHost Host { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RuleApi> StartAsync() => new(await AdminHost.StartAsync());

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? ifMatch = null, string? key = AdminHost.AdminKey)
    {
        using var client = Host.Client(key);
        using var request = new HttpRequestMessage(method, "/api/alerts/rules" + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return new(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, text);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string? body = null, string? ifMatch = null) => SendAsync(HttpMethod.Post, path, body, ifMatch);

    public Task<Answer> PutAsync(string path, string body, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, body, ifMatch);

    public Task<Answer> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, ifMatch: ifMatch);

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
    {
        public JsonNode Json => JsonNode.Parse(Text)!;

        public string? Detail => (string?)Json["detail"];

        /// <summary>Of a problem: the paths with their first message.</summary>
        public Dictionary<string, string> Errors => Json["errors"]!.AsObject().ToDictionary(error => error.Key, error => (string)error.Value![0]!);
    }
}
