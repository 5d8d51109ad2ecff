using System.Globalization;
using Gateway.Scenarios.Stage;
using Gateway.Testing;

namespace Gateway.Scenarios;

/// <summary>A real hour of traffic, replayed in seconds: what the trace says must be what the log says, to the token.</summary>
public sealed class TraceReplayTests
{
    private const int Calls = 600;

    /// <summary>The trace's usual pace is some 150 calls a minute, its bursts are several hundred.</summary>
    private const string Burst = """
        [
          { "id": "burst", "name": "Burst", "time_window": "1m", "cooldown": "1h",
            "conditions": [ { "metric": "requests_per_minute", "operator": ">", "threshold": 300 } ] },
          { "id": "flood", "name": "Flood", "time_window": "1m",
            "conditions": [ { "metric": "requests_per_minute", "operator": ">", "threshold": 100000 } ] }
        ]
        """;

    [Fact]
    public async Task Trace_ReplayedThroughTheGateway_IsLoggedToTheTokenAndItsBurstFires()
    {
        var trace = Trace();
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Burst);

        // Calls of the same second go out together; the silence between seconds is skipped.
        foreach (var second in trace.GroupBy(call => (long)(call.At - trace[0].At).TotalSeconds))
        {
            var ahead = gateway.Time.GetUtcNow() - Some.Noon;
            var silence = TimeSpan.FromSeconds(second.Key) - ahead;
            if (silence > TimeSpan.Zero)
            {
                gateway.Time.Skip(silence);
            }

            await Parallel.ForEachAsync(
                second,
                new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
                async (call, _) => Assert.Equal(200, (await gateway.Client.ChatAsync(stream: call.Output % 2 == 0, usage: $"{call.Input},{call.Output}")).Status));
        }

        var logged = await gateway.Api.CallsAsync(trace.Count);
        Assert.Equal(trace.Count, logged.Count);
        Assert.Equal(trace.Sum(call => call.Input), logged.Sum(call => call.Whole("tokens.input")));
        Assert.Equal(trace.Sum(call => call.Output), logged.Sum(call => call.Whole("tokens.output")));
        Assert.Equal(
            trace.Select(call => (call.Input, call.Output)).Order(),
            logged.Select(call => (call.Whole("tokens.input"), call.Whole("tokens.output"))).Order());
        Assert.Equal(trace.Sum(call => (call.Input * 2m) + (call.Output * 10m)) / 1_000_000, logged.Sum(call => call.Money("cost_usd")));
        Assert.Equal("burst", Assert.Single(await gateway.Api.HistoryAsync()).Text("rule_id"));
    }

    /// <summary>The first calls of the Azure code trace where it is at hand beside the repository, else made ones of the same shape.</summary>
    private static List<TracedCall> Trace()
    {
        var file = Path.Combine(Repository.Root, "../shared/data/azure-llm-trace-code.csv");
        return File.Exists(file) ? [.. File.ReadLines(file).Skip(1).Take(Calls).Select(TracedCall.Parse)] : Made();
    }

    /// <summary>Bursts and lulls: contexts of thousands of tokens, answers of tens.</summary>
    private static List<TracedCall> Made()
    {
        var random = new Random(20231116);
        var at = Some.Noon;
        return
        [
            .. Enumerable.Range(0, Calls).Select(number =>
            {
                at += number % 400 == 399 ? TimeSpan.FromSeconds(40) : TimeSpan.FromMilliseconds(random.Next(0, 150));
                return new TracedCall(at, random.Next(3, 7500), random.Next(1, 200));
            }),
        ];
    }

    private sealed record TracedCall(DateTimeOffset At, long Input, long Output)
    {
        /// <summary><c>2023-11-16 18:17:03.9799600,4808,10</c></summary>
        public static TracedCall Parse(string line)
        {
            var cells = line.Split(',');
            return new(
                DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                long.Parse(cells[1], CultureInfo.InvariantCulture),
                long.Parse(cells[2], CultureInfo.InvariantCulture));
        }
    }
}
