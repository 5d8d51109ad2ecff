using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Asks one part of the API, as an administrator unless told otherwise.</summary>
internal sealed class Api(AdminHost host, string root) : IAsyncDisposable
{
    public AdminHost Host => host;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Api> StartAsync(string root) => new(await AdminHost.StartAsync(), root);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body = null, string? key = AdminHost.AdminKey, string? ifMatch = null)
    {
        using var client = host.Client(key);
        using var request = new HttpRequestMessage(method, root + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request, Cancel);
        return new(response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync(Cancel));
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public async ValueTask DisposeAsync() => await host.DisposeAsync();
}

internal sealed record ApiAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Of a problem: the paths with their first message.</summary>
    public string Errors => string.Join(' ', Json["errors"]!.AsObject().Select(error => $"{error.Key}: {(string)error.Value![0]!}"));
}
