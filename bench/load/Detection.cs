using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.LoadBench;

/// <summary>
/// How long it takes from the last byte of the call that breaches a rule to the first byte of the message about it, over a thousand alerts among a
/// thousand calls a second. Each breach is one failed call of a user of its own, under a rule by user.
/// </summary>
internal static class Detection
{
    private const int UpstreamPort = 9811;
    private const int GatewayPort = 9813;
    private const int ReceiverPort = 9814;
    private const int Alerts = 1_000;
    private const int CallsPerSecond = 1_000;
    private const int CallsPerBreach = 25;
    private const int Patience = 30;

    private const string Rule = """
        { "id": "detect", "name": "Detect", "group_by": ["user"], "time_window": "5s", "cooldown": "1h",
          "conditions": [ { "metric": "errors", "operator": ">", "threshold": 0 } ],
          "actions": { "channels": ["bench"], "send_resolved": false } }
        """;

    /// <param name="gateway">Directory of the published gateway.</param>
    /// <param name="output">Where the report is written too.</param>
    public static async Task<int> RunAsync(string gateway, string? output)
    {
        var report = new StringBuilder("| evaluation every | alerts | p50 ms | p99 ms | slowest ms |\n|---|---|---|---|---|\n");
        foreach (var interval in new[] { "00:00:01", "00:00:00.100" })
            report.AppendLine(await MeasureAsync(gateway, interval));
        Console.WriteLine(report);
        if (output is not null)
            await File.WriteAllTextAsync(output, report.ToString());
        return 0;
    }

    private static async Task<string> MeasureAsync(string gateway, string interval)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-detection-").FullName;
        try
        {
            var rules = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
            await File.WriteAllTextAsync(Path.Combine(rules, "detect.json"), Rule);
            var told = new ConcurrentDictionary<string, long>();
            await using var receiver = await ReceiveAsync(told);
            using var upstream = Server.Upstream(UpstreamPort).Ready();
            using var server = Server.Gateway(
                "gateway", GatewayPort, UpstreamPort, gateway, folder,
                $"--Alerting:Rules={rules}",
                $"--Alerting:EvaluationInterval={interval}",
                "--Notifications:AllowPrivateNetworks=true",
                "--Notifications:Channels:bench:Type=webhook",
                $"--Notifications:Channels:bench:Url=http://127.0.0.1:{ReceiverPort}/",
                $"--Notifications:Channels:bench:Secret=whsec_{Convert.ToBase64String(new byte[32])}").Ready();
            var ended = await CallAsync(server.Url);
            for (var waited = 0; waited < Patience && told.Count < Alerts; waited++)
                await Task.Delay(TimeSpan.FromSeconds(1));
            var delays = ended.Where(breach => told.ContainsKey(breach.Key)).Select(breach => Stopwatch.GetElapsedTime(breach.Value, told[breach.Key]).TotalMilliseconds).Order().ToList();
            return FormattableString.Invariant($"| {interval} | {delays.Count} of {Alerts} | {delays[delays.Count / 2]:0} | {delays[delays.Count * 99 / 100]:0} | {delays[^1]:0} |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Calls at an even pace; every so many-th fails.</summary>
    /// <returns>When each failed call had been answered, by its user.</returns>
    private static async Task<IReadOnlyDictionary<string, long>> CallAsync(string url)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        var (ended, running, began) = (new ConcurrentDictionary<string, long>(), new List<Task>(), Stopwatch.GetTimestamp());
        const int Calls = Alerts * CallsPerBreach;
        // The first seconds warm the runtime up and breach nothing.
        for (var call = -5 * CallsPerSecond; call < Calls; call++)
        {
            var due = TimeSpan.FromSeconds((call + (5.0 * CallsPerSecond)) / CallsPerSecond);
            while (Stopwatch.GetElapsedTime(began) < due)
                await Task.Delay(1);
            running.Add(SendAsync(client, url, call >= 0 && call % CallsPerBreach == 0 ? $"user-{call / CallsPerBreach}" : null, ended));
        }

        await Task.WhenAll(running);
        return ended;
    }

    private static async Task SendAsync(HttpClient client, string url, string? breachOf, ConcurrentDictionary<string, long> ended)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent($$"""{"model":"gpt-5.4-mini","user":"{{breachOf ?? "somebody"}}","messages":[]}""", Encoding.UTF8, "application/json") };
        if (breachOf is not null)
            request.Headers.Add("X-Bench", Upstream.FailMark);
        using var answer = await client.SendAsync(request);
        if (breachOf is not null)
            ended[breachOf] = Stopwatch.GetTimestamp();
    }

    /// <summary>Notes when the first byte of each message was here, before it is read.</summary>
    private static async Task<IAsyncDisposable> ReceiveAsync(ConcurrentDictionary<string, long> told)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, ReceiverPort));
        var app = builder.Build();
        app.MapPost("/", async (HttpRequest request) =>
        {
            var at = Stopwatch.GetTimestamp();
            var alert = (await JsonNode.ParseAsync(request.Body))!["data"]!;
            told.TryAdd(alert["group"]!["user"]!.GetValue<string>(), at);
        });
        await app.StartAsync();
        return app;
    }
}
