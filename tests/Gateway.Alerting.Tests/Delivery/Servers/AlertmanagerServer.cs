using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Gateway.Alerting.Tests.Delivery.Servers;

/// <summary>Debian's Prometheus Alertmanager on loopback, alone and without a receiver.</summary>
internal sealed class AlertmanagerServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("alertmanager-").FullName;
    private readonly HttpClient _client = new();
    private Process _process = null!;

    private AlertmanagerServer()
    {
    }

    public string Address { get; private set; } = "";

    public static async Task<AlertmanagerServer> StartAsync()
    {
        var program = Tool.Require(Tool.Find("prometheus-alertmanager") ?? Tool.Find("alertmanager"), "Alertmanager is missing: apt-get install prometheus-alertmanager");
        var server = new AlertmanagerServer();
        var port = FreePort();
        server.Address = $"http://127.0.0.1:{port}";
        var configuration = Path.Combine(server._folder, "alertmanager.yml");
        await File.WriteAllTextAsync(configuration, "route: { receiver: nobody }\nreceivers: [ { name: nobody } ]\n", TestContext.Current.CancellationToken);
        server._process = Tool.Start(
            program,
            $"--config.file={configuration}",
            $"--storage.path={server._folder}",
            $"--web.listen-address=127.0.0.1:{port}",
            "--web.route-prefix=/am",
            "--cluster.listen-address=");
        // Read, or it would stop when the pipe is full.
        server._process.ErrorDataReceived += (_, _) => { };
        server._process.BeginErrorReadLine();
        await server.ReadyAsync();
        return server;
    }

    /// <summary>The alerts that are on, by name.</summary>
    public async Task<IReadOnlyDictionary<string, JsonNode>> AlertsAsync()
    {
        var json = await _client.GetStringAsync($"{Address}/am/api/v2/alerts", TestContext.Current.CancellationToken);
        return JsonNode.Parse(json)!.AsArray().ToDictionary(alert => alert!["labels"]!["alertname"]!.GetValue<string>(), alert => alert!);
    }

    public async ValueTask DisposeAsync()
    {
        await Tool.StopAsync(_process);
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var answer = await _client.GetAsync($"{Address}/am/-/ready", patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited, "Alertmanager did not start");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
