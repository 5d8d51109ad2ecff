using System.Diagnostics;
using System.Globalization;

namespace Gateway.LoadBench;

/// <summary>The load generator, and what it measured.</summary>
/// <param name="P50Us">Median latency, microseconds.</param>
internal readonly record struct Load(long Requests, double PerSecond, double P50Us, double P99Us)
{
    /// <exception cref="InvalidOperationException">wrk is missing, or a call failed.</exception>
    public static Load Run(Scenario scenario, string url, int seconds)
    {
        var script = Path.Combine(Path.GetTempPath(), $"gateway-bench-{Environment.ProcessId}-{scenario.Key}.lua");
        var body = Path.ChangeExtension(script, ".body");
        File.WriteAllText(body, scenario.Body);
        File.WriteAllText(script, Script(scenario, body));
        try
        {
            return Parse(Start(["-t", scenario.Connections == 1 ? "1" : "2", "-c", $"{scenario.Connections}", "-d", $"{seconds}s", "-s", script, url]));
        }
        finally
        {
            File.Delete(script);
            File.Delete(body);
        }
    }

    private static string Script(Scenario scenario, string body) => $$"""
        wrk.method = "POST"
        wrk.body = io.open("{{body}}", "rb"):read("*a")
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer sk-bench-0123456789abcdefghijklmnop"
        wrk.headers["X-Bench"] = "{{(scenario.Streams ? Upstream.StreamMark : "json")}}"
        done = function(summary, latency, requests)
          local errors = summary.errors
          io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
            errors.status + errors.connect + errors.read + errors.write + errors.timeout))
        end
        """;

    private static string Start(string[] args)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", args) { RedirectStandardOutput = true })!;
        var output = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        return output;
    }

    private static Load Parse(string output)
    {
        var line = output.Split('\n').SingleOrDefault(text => text.StartsWith("RESULT ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"wrk said: {output}");
        var numbers = line.Split(' ')[1..].Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return numbers[4] > 0
            ? throw new InvalidOperationException($"{numbers[4]} calls failed.")
            : new((long)numbers[0], numbers[0] / numbers[1] * 1_000_000, numbers[2], numbers[3]);
    }
}
