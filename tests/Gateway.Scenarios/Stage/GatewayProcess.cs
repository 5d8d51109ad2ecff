using System.Diagnostics;

namespace Gateway.Scenarios.Stage;

/// <summary>The gateway as a process of its own, so that it can be killed.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string Listens = "Gateway Alerts listens on ";

    private readonly Process _process;
    private readonly HttpClient _admin;

    private GatewayProcess(Process process, Uri address)
    {
        _process = process;
        Client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _admin = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _admin.DefaultRequestHeaders.Authorization = new("Bearer", AdminApi.Key);
    }

    public HttpClient Client { get; }

    public AdminApi Api => new(_admin);

    /// <summary>Starts the program that was built with the tests, and waits until it judges.</summary>
    /// <param name="settings">Its command line.</param>
    /// <param name="environment">Variables that it has beside those of this process.</param>
    public static async Task<GatewayProcess> StartAsync(string[] settings, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Gateway.dll"), .. settings])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        // Read on to the end, or the program would block once the pipe is full.
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Listens, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                var gateway = new GatewayProcess(process, new(line[Listens.Length..]));
                await gateway.Api.HealthAsync("engine", health => health.Text("state") == "healthy");
                return gateway;
            }
        }

        throw new InvalidOperationException($"The gateway ended before it listened: {await errors}");
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Client.Dispose();
        _admin.Dispose();
    }
}
