using System.Diagnostics;

namespace Gateway.Alerting.Tests.Delivery.Servers;

/// <summary>A program that a test needs and a machine may lack.</summary>
internal static class Tool
{
    /// <summary>Skips the test where the program is missing; in CI that is a failure.</summary>
    public static string Require(string? path, string remedy)
    {
        if (path is null && Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail($"CI must not skip this test: {remedy}.");
        }

        Assert.SkipWhen(path is null, remedy);
        return path!;
    }

    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/bin")
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Starts it with its streams in our hands.</summary>
    public static Process Start(string path, params string[] arguments) => Process.Start(new ProcessStartInfo(path, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static async Task StopAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
