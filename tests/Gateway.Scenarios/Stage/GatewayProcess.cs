namespace Gateway.Scenarios.Stage;

/// <summary>The gateway as a process of its own, so that it can be killed.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly ListeningProcess _process;
    private readonly HttpClient _admin;

    private GatewayProcess(ListeningProcess process)
    {
        _process = process;
        Client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = process.Address };
        _admin = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = process.Address };
        _admin.DefaultRequestHeaders.Authorization = new("Bearer", AdminApi.Key);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Gateway.dll");

    public HttpClient Client { get; }

    public AdminApi Api => new(_admin);

    /// <summary>Starts the program that was built with the tests, and waits until it judges.</summary>
    /// <param name="settings">Its command line.</param>
    /// <param name="environment">Variables that it has beside those of this process.</param>
    public static async Task<GatewayProcess> StartAsync(string[] settings, params (string Name, string Value)[] environment)
    {
        var gateway = new GatewayProcess(await ListeningProcess.StartAsync(Program, AppContext.BaseDirectory, "Gateway Alerts listens on ", settings, environment));
        await gateway.Api.HealthAsync("engine", health => health.Text("state") == "healthy");
        return gateway;
    }

    /// <summary>Starts it with settings that should stop the start.</summary>
    /// <returns>Its exit code, and every line it said.</returns>
    public static Task<(int ExitCode, string[] Lines)> RunAsync(string[] settings) => ListeningProcess.RunAsync(Program, AppContext.BaseDirectory, settings);

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Client.Dispose();
        _admin.Dispose();
    }
}
