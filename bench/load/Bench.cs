using System.Diagnostics;
using Gateway.Bench;

namespace Gateway.LoadBench;

/// <summary>The whole run: all targets stay up and take turns, in alternating order, so that a noisy machine is noisy for all of them.</summary>
internal static class Bench
{
    private const int UpstreamPort = 9801;
    private const int BarePort = 9802;
    private const int GatewayPort = 9803;
    private const int BaselinePort = 9804;
    private const int UnmeteredPort = 9805;

    /// <summary>By then what the gateway does once a second is compiled for good, too: the runtime takes its time for what runs rarely.</summary>
    private static readonly TimeSpan CompiledAfter = TimeSpan.FromSeconds(100);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
        try
        {
            var report = new Report(options);
            using var upstream = Server.Upstream(UpstreamPort).Ready();
            MeasureStarts(options, folder, report);
            MeasureLoad(options, folder, upstream, report);
            if (options.MemoryCalls > 0)
                MeasureMemory(options, folder, report);
            var text = report.ToString();
            Console.WriteLine();
            Console.WriteLine(text);
            if (options.Output is { } output)
                ResultsFile.Put(output, text);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MeasureStarts(BenchOptions options, string folder, Report report)
    {
        for (var start = 0; start < options.Starts; start++)
        {
            Say($"start {start + 1} of {options.Starts}");
            report.Starts.Add(("bare YARP", Timed(() => Server.Bare(BarePort, UpstreamPort, options.Gateway))));
            var data = Path.Combine(folder, $"start-{start}");
            // The first start makes the database; the second is the everyday one.
            report.Starts.Add(("gateway, new database", Timed(() => Server.Gateway("gateway", GatewayPort, UpstreamPort, options.Gateway, data))));
            report.Starts.Add(("gateway", Timed(() => Server.Gateway("gateway", GatewayPort, UpstreamPort, options.Gateway, data))));
        }
    }

    private static double Timed(Func<Server> start)
    {
        var began = Stopwatch.GetTimestamp();
        using var server = start().Ready();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void MeasureLoad(BenchOptions options, string folder, Server upstream, Report report)
    {
        using var bare = Server.Bare(BarePort, UpstreamPort, options.Gateway).Ready();
        using var gateway = Server.Gateway("gateway", GatewayPort, UpstreamPort, options.Gateway, Path.Combine(folder, "load")).Ready();
        // The same process without the meter: how much of the difference is metering, and how much the way in which bytes are moved.
        using var unmetered = Server.Gateway(
            "gateway, not metering", UnmeteredPort, UpstreamPort, options.Gateway, Path.Combine(folder, "unmetered"), "--ReverseProxy:Clusters:openai:Metadata:Llm.Provider=").Ready();
        using var baseline = options.Baseline is { } other ? Server.Gateway("baseline", BaselinePort, UpstreamPort, other, Path.Combine(folder, "baseline")).Ready() : null;
        Server[] targets = [upstream, bare, unmetered, gateway, .. baseline is null ? Array.Empty<Server>() : [baseline]];
        var scenarios = Scenario.All.Where(scenario => options.Only.Length == 0 || options.Only.Contains(scenario.Key)).ToArray();
        WarmUp(options, targets, scenarios);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var scenario in scenarios)
            {
                Say($"round {round + 1} of {options.Rounds}: {scenario.Name}");
                foreach (var target in round % 2 == 0 ? targets : targets.Reverse())
                    report.Measurements.Add(Measurement.Take(scenario, target, round, options.Seconds));
            }
        }

        report.Dropped += Dropped(gateway);
    }

    private static void WarmUp(BenchOptions options, Server[] targets, Scenario[] scenarios)
    {
        Say("warming up");
        var began = Stopwatch.GetTimestamp();
        // The runtime compiles what is hot in several steps, and slowly while the cores are busy: a gateway measured too early looks twice as dear.
        foreach (var target in targets.Skip(1))
        {
            Load.Run(Scenario.All[0], target.Url, options.Quick ? 4 : 20);
            foreach (var scenario in scenarios)
                Load.Run(scenario, target.Url, options.Quick ? 1 : 6);
            Thread.Sleep(500);
        }

        while (!options.Quick && Stopwatch.GetElapsedTime(began) < CompiledAfter)
        {
            foreach (var target in targets.Skip(1))
                Load.Run(Scenario.All[0], target.Url, 2);
        }
    }

    private static void MeasureMemory(BenchOptions options, string folder, Report report)
    {
        const int Slice = 100_000;
        var data = Path.Combine(folder, "memory");
        using var gateway = Server.Gateway("gateway", GatewayPort, UpstreamPort, options.Gateway, data).Ready();
        var scenario = Scenario.All[0];
        var next = 0L;
        long calls = 1;
        var perSecond = Load.Run(scenario, gateway.Url, 2) is var first ? first.PerSecond : 0;
        calls += first.Requests;
        while (calls < options.MemoryCalls)
        {
            next += Slice;
            if (next <= calls)
                continue;
            calls += Load.Run(scenario, gateway.Url, Math.Max(1, (int)Math.Round((next - calls) / perSecond))).Requests;
            report.Memory.Add((calls, gateway.MemoryMb));
            Say($"memory after {calls:N0} calls: {gateway.MemoryMb:0} MB");
        }

        report.Dropped += Dropped(gateway);
        report.Stored = (StoredCalls.Await(Path.Combine(data, "bench.db"), calls), calls);
    }

    /// <summary>Calls whose metering the gateway gave up, by its own count.</summary>
    private static long Dropped(Server gateway) => gateway.Get("/metrics").Split('\n')
        .Where(line => line.StartsWith("gateway_capture_dropped_calls", StringComparison.Ordinal))
        .Sum(line => (long)double.Parse(line.Split(' ')[1]));

    private static void Say(string what) => Console.Error.WriteLine(what);
}
