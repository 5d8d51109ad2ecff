using System.Diagnostics;
using Gateway.Alerting;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Gateway.BacktestBench;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

// The first argument is how many calls; the second a folder that keeps the call log for the next time.
var calls = args.Length > 0 ? int.Parse(args[0]) : 2_000_000;
var folder = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "gateway-backtest-bench");
Directory.CreateDirectory(folder);
var database = new SqliteDatabase($"Data Source=calls-{calls}.db", folder);
if (!File.Exists(database.FilePath))
{
    Console.WriteLine($"Writing {calls:N0} calls to {database.FilePath} …");
    await History.WriteAsync(database, calls);
}

(string Name, string Rule)[] rules =
[
    ("error rate, all calls", """{ "name": "a", "conditions": [{ "metric": "error_rate", "operator": ">=", "threshold": 10, "min_requests": 20 }] }"""),
    ("error rate per provider", """{ "name": "b", "group_by": ["provider"], "conditions": [{ "metric": "error_rate", "operator": ">=", "threshold": 10, "min_requests": 20 }] }"""),
    ("p95 latency per model, for 2 min", """{ "name": "c", "group_by": ["model"], "for": "2m", "conditions": [{ "metric": "p95_latency", "operator": ">", "threshold": 19000, "time_window": "10m" }] }"""),
    ("cost of the day", """{ "name": "d", "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 500 }] }"""),
    ("cost and errors, two windows", """{ "name": "e", "logic": { "type": "OR", "conditions": [{ "metric": "total_cost", "operator": ">", "threshold": 2000, "time_window": "1h" }, { "metric": "error_rate", "operator": ">", "threshold": 20 }] } }"""),
    ("calls in flight per provider", """{ "name": "g", "group_by": ["provider"], "conditions": [{ "metric": "oldest_in_flight", "operator": ">", "threshold": 3600 }] }"""),
    ("cost per team (20 groups)", """{ "name": "f", "group_by": ["team"], "conditions": [{ "metric": "total_cost", "operator": ">", "threshold": 100, "time_window": "1h" }] }"""),
];

var log = new SqliteCallLog(database);
var channels = new ChannelDirectory([]);
await using var writer = new SqliteWriter(database);
using var routes = new RouteBook(Path.Combine(folder, "routes.json"), "routes.json", channels, new SystemHealth(TimeProvider.System), TimeProvider.System, NullLogger<RouteBook>.Instance);
var quiet = new PastQuiet(new(channels, routes, _ => null), new SqliteSilenceStore(database, writer), new SqliteRouteStore(database, writer));
var backtest = new Backtest(log, new SqliteCallRollups(database), quiet, Options.Create(new AlertingOptions()), TimeProvider.System);
var end = History.Start + (History.Apart * calls) + TimeSpan.FromMinutes(1);
Console.WriteLine($"{calls:N0} calls, {(end - History.Start).TotalHours:0} h, a tick a second, {Environment.ProcessorCount} cores");
Console.WriteLine();
Console.WriteLine("| Rule | firings | calls/s | seconds | 30 days of 1 M | CPU us a call | peak heap MB |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var (name, text) in rules)
{
    var (definitions, malformed) = RuleReader.Read(text, name);
    var (compiled, mistakes) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
    if (malformed.Count + mistakes.Count > 0)
        throw new InvalidOperationException(string.Join("; ", malformed.Concat(mistakes)));

    // Once to warm up, then the better of two: other work on the machine can only slow it down.
    await backtest.RunAsync(compiled, History.Start, History.Start + ((end - History.Start) / 20), CancellationToken.None);
    var (best, cpu) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
    BacktestResult result = null!;
    long heap = 0;
    for (var round = 0; round < 2; round++)
    {
        GC.Collect();
        using var watch = new Timer(_ => heap = Math.Max(heap, GC.GetTotalMemory(false)), null, 0, 50);
        var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        result = await backtest.RunAsync(compiled, History.Start, end, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(started);
        var spent = Environment.CpuUsage.TotalTime - before;
        (best, cpu) = (took < best ? took : best, spent < cpu ? spent : cpu);
    }

    var rate = result.Calls / best.TotalSeconds;
    Console.WriteLine($"| {name} | {result.Rules[0].FiringCount:N0} | {rate:N0} | {best.TotalSeconds:0.0} | {30_000_000 / rate:0} s | {cpu.TotalMicroseconds / result.Calls:0.00} | {heap / 1e6:0} |");
}
