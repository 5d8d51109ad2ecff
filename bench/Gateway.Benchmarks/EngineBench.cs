using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;

namespace Gateway.Benchmarks;

/// <summary>
/// What the engine takes of a core under steady traffic, on virtual time: calls come as fast as they are taken, ticks when their second is over.
/// Beside it the formulation that comes to mind first with Rx, a <c>Buffer</c> for each rule, and what the windows take of memory.
/// </summary>
internal static class EngineBench
{
    private const int Users = 500;
    private static readonly string[] Models = ["gpt-5.4", "gpt-5.4-mini", "claude-opus-4-6", "claude-haiku-4-5", "gemini-3-pro", "gemini-3-flash", "mistral-large", "deepseek-v4", "grok-5", "llama-4"];
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static void Run()
    {
        Console.WriteLine("| rules | windows | calls/s | us/call | tick p50 ms | tick p99 ms | % of a core | MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        // What is hot is compiled in several steps: the first run pays for it.
        Measure(10_000, 10_000);
        foreach (var (rules, rate) in new[] { (100, 1_000), (100, 10_000), (10_000, 1_000), (10_000, 10_000) })
            Console.WriteLine(Measure(rules, rate));

        Console.WriteLine();
        Console.WriteLine("| naive: a Buffer(5 min, 10 s) each, grouped by model | rules | calls/s | us/call after 60 s | MB |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine(MeasureNaive(100, 1_000));

        Console.WriteLine();
        Console.WriteLine("| window, busy for all its length | bytes |");
        Console.WriteLine("|---|---|");
        foreach (var line in MeasureMemory())
            Console.WriteLine(line);
    }

    private static string Measure(int count, int rate)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var rules = Rules(count);
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly([.. rules.SelectMany(rule => rule.Series).Distinct()]);
        var (calls, ticks, clock) = (new Subject<LlmCall>(), new Subject<DateTimeOffset>(), new BenchClock { Now = Start });
        var snapshots = calls.WindowedBySeries(windows, ticks, clock, new object()).Publish();
        var memory = new AlertMemory();
        var dispatch = new TickDispatch(rules, memory);
        foreach (var rule in rules)
            dispatch.For(rule).Paced(new RulePace(TimeProvider.System, _ => { }), due => AlertPipeline.Run(rule, due, memory)).Subscribe();
        snapshots.Select(dispatch.Find).Subscribe(dispatch.Show);
        snapshots.Connect();
        var traffic = Traffic();
        var (callTime, tickTimes, sent) = (TimeSpan.Zero, new List<double>(), 0);
        for (var second = 0; second < 45; second++)
        {
            var began = Cpu();
            for (var call = 0; call < rate; call++)
            {
                var at = Start.AddSeconds(second + ((double)call / rate));
                clock.Now = at;
                calls.OnNext(traffic[sent++ % traffic.Length] with { StartedAt = at });
            }

            clock.Now = Start.AddSeconds(second + 1);
            var between = Cpu();
            ticks.OnNext(clock.Now);
            var ended = Cpu();
            if (second < 15)
                continue;
            callTime += between - began;
            tickTimes.Add((ended - between).TotalMilliseconds);
        }

        var perCall = callTime.TotalMicroseconds / (30.0 * rate);
        var core = ((perCall * rate / 1000) + tickTimes.Average()) / 10;
        tickTimes.Sort();
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        GC.KeepAlive((calls, ticks, dispatch));
        return FormattableString.Invariant(
            $"| {count} | {rules.SelectMany(rule => rule.Series).Distinct().Count()} | {rate} | {perCall:0.00} | {tickTimes[15]:0.0} | {tickTimes[^1]:0.0} | {core:0.0} | {megabytes:0} |");
    }

    /// <summary>What the process has used: other processes on the machine do not count.</summary>
    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private static string MeasureNaive(int rules, int rate)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (calls, scheduler, fired) = (new Subject<LlmCall>(), new HistoricalScheduler(Start), 0);
        for (var rule = 0; rule < rules; rule++)
        {
            var threshold = 50 + rule;
            calls
                .GroupBy(call => call.Model)
                .SelectMany(group => group.Buffer(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10), scheduler))
                .Where(buffer => buffer.Count > 0 && 100.0 * buffer.Count(call => call.Outcome.IsError()) / buffer.Count > threshold)
                .Subscribe(_ => fired++);
        }

        var (traffic, sent, time) = (Traffic(), 0, TimeSpan.Zero);
        for (var second = 0; second < 60; second++)
        {
            scheduler.AdvanceTo(Start.AddSeconds(second));
            var began = Cpu();
            for (var call = 0; call < rate; call++)
                calls.OnNext(traffic[sent++ % traffic.Length]);
            time = second < 50 ? TimeSpan.Zero : time + Cpu() - began;
        }

        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        GC.KeepAlive(calls);
        return FormattableString.Invariant($"| | {rules} | {rate} | {time.TotalMicroseconds / (10.0 * rate):0.0} | {megabytes:0} |");
    }

    private static IEnumerable<string> MeasureMemory()
    {
        var traffic = Traffic();
        foreach (var (name, measure, lag) in new[]
        {
            ("sum", Alerting.Metrics.Measure.Requests, TimeSpan.Zero),
            ("maximum", Alerting.Metrics.Measure.LatencyMaximum, TimeSpan.Zero),
            ("quantile sketch", Alerting.Metrics.Measure.Latency, TimeSpan.Zero),
            ("distinct, 500 users", Alerting.Metrics.Measure.Users, TimeSpan.Zero),
            ("sum, against yesterday", Alerting.Metrics.Measure.Requests, TimeSpan.FromDays(1)),
            ("quantile sketch, against yesterday", Alerting.Metrics.Measure.Latency, TimeSpan.FromDays(1)),
            ("today and yesterday", Alerting.Metrics.Measure.CalendarCost, TimeSpan.Zero),
        })
        {
            const int Windows = 10;
            var length = TimeSpan.FromMinutes(5);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var windows = Enumerable.Range(0, Windows).Select(_ => measure.NewWindow(length, lag, TimeZoneInfo.Utc)).ToArray();
            var seconds = (measure.IsCalendar ? TimeSpan.FromDays(2) : lag + length).TotalSeconds;
            var (step, sent) = (measure.IsCalendar ? 60.0 : lag > TimeSpan.Zero ? 2 : 0.02, 0);
            for (var at = 0.0; at < seconds; at += step)
            {
                var value = measure.Of(traffic[sent++ % traffic.Length]) ?? 0;
                foreach (var window in windows)
                    window.Add(Start.AddSeconds(at), value);
            }

            yield return FormattableString.Invariant($"| {name} | {(GC.GetTotalMemory(forceFullCollection: true) - before) / Windows} |");
            GC.KeepAlive(windows);
        }
    }

    /// <summary>One in a thousand rules fires, the others are at rest, as rules are; three hundred distinct windows.</summary>
    private static IReadOnlyList<CompiledRule> Rules(int count)
    {
        string[] groups = ["[]", """["model"]""", """["provider"]""", """["user"]""", """["provider","model"]"""];
        string[] filters = ["{}", """{"model":"gpt-*"}""", """{"provider":"openai"}""", """{"team":"search"}"""];
        string[] windows = ["1m", "5m", "1h"];
        string[] metrics = ["error_rate", "p95_latency", "total_cost", "output_tokens"];
        var rules = string.Join(',', Enumerable.Range(0, count).Select(rule => $$"""
            { "name": "rule {{rule}}", "group_by": {{groups[rule % 5]}}, "time_window": "{{windows[rule / 20 % 3]}}", "cooldown": "1h",
              "conditions": [ { "metric": "{{metrics[rule / 60 % 4]}}", "operator": ">", "threshold": {{(rule % 1000 == 0 ? 1 : 1_000_000_000) + rule}}, "min_requests": 20, "filter": {{filters[rule / 5 % 4]}} } ] }
            """));
        var (definitions, _) = RuleReader.Read($"[{rules}]", "bench.json");
        var (compiled, mistakes) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
        return mistakes.Count == 0 ? compiled : throw new InvalidOperationException(string.Join("; ", mistakes));
    }

    private static LlmCall[] Traffic()
    {
        var random = new Random(4711);
        return [.. Enumerable.Range(0, 20_000).Select(call => new LlmCall
        {
            Id = $"{call}",
            StartedAt = Start,
            Provider = call % 3 == 0 ? "anthropic" : "openai",
            Dialect = "openai-chat",
            Operation = "chat",
            Route = "openai",
            RequestModel = Models[random.Next(Models.Length)],
            User = $"user-{random.Next(Users)}",
            Team = call % 4 == 0 ? "search" : "chat",
            Outcome = call % 50 == 0 ? CallOutcome.ServerError : CallOutcome.Success,
            Tokens = new() { UncachedInput = 900, TextOutput = random.Next(500), Source = TokenSource.Provider },
            Cost = new(new NanoUsd(random.Next(5_000_000)), PriceStatus.Priced),
            Latency = TimeSpan.FromMilliseconds(Math.Exp(6 + random.NextDouble())),
        })];
    }

    private sealed class BenchClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
