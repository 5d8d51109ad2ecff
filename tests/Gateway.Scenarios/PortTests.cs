using System.Net;
using System.Net.Sockets;
using Gateway.Scenarios.Stage;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Scenarios;

/// <summary>Which paths answer on which port when the admin has one of its own.</summary>
public sealed class PortTests
{
    private static readonly string[] Own = ["/admin/login", "/api/system/health", "/metrics", "/openapi/v1.json"];
    private static readonly string[] Probes = ["/healthz/live", "/healthz/ready"];
    private const string Proxied = "/openai/v1/chat/completions";

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0")]
    [InlineData("--http_ports=0")]
    public async Task AdminPort_BesideTheDataPort_SplitsThePaths(string listen)
    {
        var port = FreePort();
        await using var provider = await ChatProvider.StartAsync();
        using var folder = new TemporaryFolder();
        await using var app = GatewayApplication.Build(
            [.. GatewaySettings.In(folder).Where(setting => !setting.StartsWith("--urls", StringComparison.Ordinal)), .. GatewaySettings.Providers(provider.Address), listen, $"--Admin:Port={port}"]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var data = Client(app.Urls.Select(url => new Uri(url.Replace("[::]", "127.0.0.1", StringComparison.Ordinal)).Port).Single(other => other != port));
        using var admin = Client(port);

        foreach (var path in Own)
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await StatusAsync(data, path)));
            Assert.Equal((path, HttpStatusCode.OK), (path, await StatusAsync(admin, path)));
        }

        foreach (var path in Probes)
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, await StatusAsync(data, path)));
            Assert.Equal((path, HttpStatusCode.OK), (path, await StatusAsync(admin, path)));
        }

        Assert.Equal(200, (await data.ChatAsync()).Status);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin, Proxied));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", AdminApi.Key);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static HttpClient Client(int port) => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new($"http://localhost:{port}") };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
