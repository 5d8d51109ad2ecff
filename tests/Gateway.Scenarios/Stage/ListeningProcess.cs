using System.Diagnostics;

namespace Gateway.Scenarios.Stage;

/// <summary>A program that was built or published, running by itself, so that it can be killed.</summary>
internal sealed class ListeningProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ListeningProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it and waits until it says where it listens.</summary>
    /// <param name="program">Its <c>.dll</c>.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="says">What stands in front of the address.</param>
    /// <param name="settings">Its command line.</param>
    /// <param name="environment">Variables that it has beside those of this process.</param>
    public static async Task<ListeningProcess> StartAsync(string program, string folder, string says, string[] settings, params (string Name, string Value)[] environment)
    {
        var process = Start(program, folder, settings, environment);
        // Read on to the end, or the program would block once the pipe is full.
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.IndexOf(says, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, new(line[(at + says.Length)..]));
            }
        }

        throw new InvalidOperationException($"{Path.GetFileName(program)} ended before it listened: {await errors}");
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How it ended, and all that it said: the output's lines, then those of the errors.</returns>
    public static async Task<(int ExitCode, string[] Lines)> RunAsync(string program, string folder, string[] settings)
    {
        using var process = Start(program, folder, settings, []);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            // One that goes on although it should not must not outlive the test.
            process.Kill();
        }
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
    }

    private static Process Start(string program, string folder, string[] settings, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. settings])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
