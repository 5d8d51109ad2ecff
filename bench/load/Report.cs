using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.LoadBench;

/// <summary>All that was measured, as Markdown. Every figure is the median of the rounds; a ratio is the median of the ratios within each round.</summary>
internal sealed class Report(BenchOptions options)
{
    public List<Measurement> Measurements { get; } = [];

    public List<(string Target, double Ms)> Starts { get; } = [];

    public List<(long Calls, double Mb)> Memory { get; } = [];

    public long Dropped { get; set; }

    public (long Stored, long Made)? Stored { get; set; }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("# Load bench");
        text.AppendLine();
        text.AppendLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine()}; load generator, provider and proxy on the same cores. {options.Rounds} interleaved rounds of {options.Seconds} s each{(options.Quick ? " (quick: for a look, not for a claim)" : "")}.");
        text.AppendLine("`gateway` has everything on: metering, pricing, the call log, rules, admin. `bare YARP` has the same routes, clusters, client, server and runtime settings and nothing else. `gateway, not metering` is the gateway with the meter off for this provider.");
        text.AppendLine();
        AppendLoad(text);
        AppendStarts(text);
        AppendMemory(text);
        text.AppendLine();
        text.AppendLine($"Calls whose metering was given up: {Dropped}.");
        return text.ToString();
    }

    private void AppendLoad(StringBuilder text)
    {
        text.AppendLine("| scenario | target | requests/s | p50 µs | p99 µs | CPU µs/request | requests/s ÷ bare | p50 − bare | CPU ÷ bare | aim |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var scenario in Scenario.All)
        {
            foreach (var target in Measurements.Where(row => row.Scenario == scenario.Key).Select(row => row.Target).Distinct())
            {
                var rows = Rows(scenario, target);
                text.AppendLine(
                    $"| {scenario.Name} | {(target == "upstream" ? "direct" : target)} | {Median(rows.Select(row => row.Load.PerSecond)):N0} | {Median(rows.Select(row => row.Load.P50Us)):N0} | {Median(rows.Select(row => row.Load.P99Us)):N0}" +
                    $" | {(target == "upstream" ? "" : $"{Median(rows.Select(row => row.CpuUs)):0.0}")} | {PerSecondRatio(scenario, target):0.00}" +
                    $" | {Against(scenario, target, (row, bare) => row.Load.P50Us - bare.Load.P50Us):+0;-0;0} | {(target == "upstream" ? "" : $"{Against(scenario, target, (row, bare) => row.CpuUs / bare.CpuUs):0.00}")} | {Aim(scenario, target)} |");
            }
        }
    }

    private string Aim(Scenario scenario, string target)
    {
        if (target != "gateway")
            return "";
        if (scenario.Aim is { } aim)
            return $"≥ {aim:0.00}: {Verdict(PerSecondRatio(scenario, target) >= aim - 0.005)}";
        return scenario.Connections == 1 ? $"≤ 15 µs more: {Verdict(Against(scenario, target, (row, bare) => row.Load.P50Us - bare.Load.P50Us) <= 15)}" : "";
    }

    private void AppendStarts(StringBuilder text)
    {
        if (Starts.Count == 0)
            return;
        text.AppendLine();
        text.AppendLine("| from start to the first proxied call | ms (median) | aim |");
        text.AppendLine("|---|--:|---|");
        foreach (var starts in Starts.GroupBy(start => start.Target))
        {
            var median = Median(starts.Select(start => start.Ms));
            text.AppendLine($"| {starts.Key} | {median:0} | {(starts.Key.StartsWith("gateway", StringComparison.Ordinal) ? $"< 1500: {Verdict(median < 1500)}" : "")} |");
        }
    }

    private void AppendMemory(StringBuilder text)
    {
        if (Memory.Count == 0)
            return;
        text.AppendLine();
        text.AppendLine($"| calls | {string.Join(" | ", Memory.Select(point => $"{point.Calls / 1000.0:0}k"))} |");
        text.AppendLine($"|---|{string.Concat(Memory.Select(_ => "--:|"))}");
        text.AppendLine($"| resident memory, MB | {string.Join(" | ", Memory.Select(point => $"{point.Mb:0}"))} |");
        var half = Memory.Count / 2;
        var growth = Median(Memory.Skip(half).Select(point => point.Mb)) / Median(Memory.Take(half).Select(point => point.Mb));
        text.AppendLine();
        text.AppendLine($"Median of the second half ÷ first half: {growth:0.00} (flat: {Verdict(growth < 1.1)}). Calls in the log: {Stored?.Stored:N0} of {Stored?.Made:N0} made.");
    }

    private Measurement[] Rows(Scenario scenario, string target) => [.. Measurements.Where(row => row.Scenario == scenario.Key && row.Target == target)];

    private double PerSecondRatio(Scenario scenario, string target) => Against(scenario, target, (row, bare) => row.Load.PerSecond / bare.Load.PerSecond);

    private double Against(Scenario scenario, string target, Func<Measurement, Measurement, double> compare) =>
        Median(Rows(scenario, target).Join(Rows(scenario, "bare YARP"), row => row.Round, bare => bare.Round, compare));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Verdict(bool met) => met ? "met" : "missed";

    private static string Machine() => $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";
}
