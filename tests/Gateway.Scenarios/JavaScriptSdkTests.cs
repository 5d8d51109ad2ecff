using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Demo;
using Gateway.Scenarios.Stage;
using Gateway.Testing;

namespace Gateway.Scenarios;

/// <summary>The vendors' JavaScript libraries, by <c>eng/sdk-check</c>. Node is there: the build needs it.</summary>
public sealed class JavaScriptSdkTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "eng", "sdk-check");

    [Fact]
    public async Task Libraries_ThroughTheGateway_GetTheirAnswersAndAreMetered()
    {
        await RestoreAsync();
        await using var provider = SimulatedProvider.Start(TimeProvider.System);
        await using var gateway = await RunningGateway.StartAsync(provider.Address);

        var output = await RunAsync("node", "check.mjs", gateway.Address.ToString().TrimEnd('/'));
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        var calls = await gateway.Api.CallsAsync(answers.Count);
        Assert.Equal(9, answers.Count);
        Assert.Equal(answers.Count, calls.Count);
        foreach (var (answer, call) in answers.Zip(calls.OrderBy(call => call.Instant("started_at"))))
        {
            Assert.NotEmpty(answer.Text("text"));
            Assert.Equal(("success", "provider"), (call.Text("outcome"), call.Text("tokens.source")));
            Assert.StartsWith(call.Text("provider"), answer.Text("name"));
            Assert.Equal(answer.Text("name").Contains("stream", StringComparison.Ordinal), call.At("streaming")!.GetValue<bool>());
            if (answer.Text("name") == "openai stream")
            {
                Assert.Equal("null", answer.Text("usage"));
                Assert.NotEqual(0, call.Whole("tokens.output"));
            }
            else
            {
                Assert.Equal(
                    (answer.Text("name"), answer.Whole("input"), answer.Whole("output")),
                    (answer.Text("name"), call.Whole("tokens.input"), call.Whole("tokens.output")));
            }
        }
    }

    /// <summary>Brings the libraries where they are missing or older than the lock file.</summary>
    private static async Task RestoreAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            await RunAsync("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}{await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
