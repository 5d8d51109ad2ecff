using System.Diagnostics;
using System.Reflection;
using Gateway.Testing;

namespace Gateway.Scenarios.Stage;

/// <summary>The sample host, published as somebody would, and started from a directory that has nothing to do with it.</summary>
internal sealed class PublishedHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ListeningProcess _process;

    private PublishedHost(TemporaryFolder folder, ListeningProcess process) => (_folder, _process) = (folder, process);

    /// <summary>A client with cookies of its own that follows no redirects.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = _process.Address };

    public static async Task<PublishedHost> StartAsync(string provider)
    {
        var folder = new TemporaryFolder();
        var published = Path.Combine(folder.Path, "published");
        await PublishAsync(published);
        var process = await ListeningProcess.StartAsync(
            Path.Combine(published, "YarpHost.dll"),
            Path.GetPathRoot(published)!,
            "Now listening on: ",
            ["--urls=http://127.0.0.1:0", "--PathBase=/tools", $"--Alerting:Database=Data Source={folder.Database}", $"--ReverseProxy:Clusters:openai:Destinations:default:Address={provider}"]);
        return new(folder, process);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task PublishAsync(string output)
    {
        var configuration = typeof(PublishedHost).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        // Compiling ahead would need a build of its own for this machine.
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository.Root, "samples", "YarpHost"), "--no-build", "-c", configuration, "-o", output, "-p:PublishReadyToRun=false", "-v", "quiet", "-nologo"])
        {
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(publish.ExitCode == 0, said);
    }
}
