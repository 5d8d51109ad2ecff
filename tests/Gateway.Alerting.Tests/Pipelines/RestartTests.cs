using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>
/// A restart at every second of a story changes nothing of what the world is told. The states go through their stored form, the windows are
/// filled from the calls before, as in a real restart.
/// </summary>
public class RestartTests
{
    private const string Rule = """
        { "name": "Errors", "time_window": "10s", "for": "4s", "keep_firing_for": "6s", "cooldown": "40s", "repeat_interval": "1m",
          "conditions": [ { "metric": "errors", "operator": ">", "threshold": 3, "recovery": 1 } ] }
        """;

    private const int End = 150;

    /// <summary>Errors that fire, recover, come back within the cooldown, outlast it, and end: every state is passed through.</summary>
    private static int ErrorsAt(int second) => second is 2 or 14 or (> 30 and < 100) ? 4 : 0;

    [Fact]
    public void Story_WithoutARestart_PassesThroughEveryState()
    {
        var told = Tell(restartAt: null);

        Assert.Equal(
            ["12:00:06 opened", "12:00:29 resolved", "12:00:35 suppressed", "12:00:46 opened", "12:01:46 repeated", "12:01:54 resolved"],
            told);
    }

    public static TheoryData<int> EverySecond => [.. Enumerable.Range(1, End - 1)];

    [Theory]
    [MemberData(nameof(EverySecond))]
    public void Story_WithARestartAtAnySecond_IsTheSame(int second) => Assert.Equal(Tell(restartAt: null), Tell(second));

    private static string[] Tell(int? restartAt)
    {
        var told = new List<string>();
        var bench = new PipelineBench(Rule);
        var calls = new List<LlmCall>();
        for (var second = 1; second <= End; second++)
        {
            for (var error = 0; error < ErrorsAt(second); error++)
            {
                var call = Some.Call(bench.Now, CallOutcome.ServerError);
                calls.Add(call);
                bench.Publish(call);
            }

            bench.Pass(1);
            told.AddRange(bench.Told());
            if (second == restartAt)
            {
                bench = Restart(bench, calls);
            }
        }

        bench.Dispose();
        return [.. told];
    }

    private static PipelineBench Restart(PipelineBench before, List<LlmCall> calls)
    {
        before.Dispose();
        var memory = new AlertMemory();
        foreach (var group in before.Memory.Of(before.Rule.Id).Groups)
        {
            memory.Restore(before.Rule.Id, group, AlertRow.Read<AlertState>(AlertRow.Write(before.Memory.Of(before.Rule.Id).StateOf(group))));
        }

        var after = new PipelineBench(Rule, memory, before.Now);
        foreach (var call in calls)
        {
            after.Publish(call);
        }

        return after;
    }
}
