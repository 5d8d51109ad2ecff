using System.Threading.Channels;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>What is stored and looked at, in which order.</summary>
public sealed class AlertRecorderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_ThatLooksAtWhatIsStored_WaitsForTheOpeningsBeforeIt()
    {
        var time = new FakeTimeProvider(Some.Noon);
        var store = new SlowStore();
        using var changes = new AlertChanges();
        using var recorder = new AlertRecorder(store, changes, new SystemHealth(time), time, NullLogger<AlertRecorder>.Instance);
        var seen = new TaskCompletionSource<int>();
        recorder.Enqueue(Opened());
        recorder.Enqueue(() =>
        {
            seen.SetResult(store.Stored);
            return Task.CompletedTask;
        });
        recorder.Enqueue(Opened());

        await recorder.StartAsync(Cancellation);
        await store.Asked.Reader.ReadAsync(Cancellation);
        Assert.False(seen.Task.IsCompleted);
        store.Answer.Release();

        Assert.Equal(1, await seen.Task.WaitAsync(Cancellation));
        store.Answer.Release();
        await recorder.StopAsync(Cancellation);
        Assert.Equal(2, store.Stored);
    }

    private static AlertTransition Opened()
    {
        var (definitions, _) = RuleReader.Read("""{ "name": "Errors", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }""", null);
        var rule = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions).Rules.Single();
        var reading = new ConditionReading("errors", ">", 5, 12, true, 40, null);
        return new(rule, new(new([]), Some.Noon, true, false, "errors > 5", new EvaluatedCondition(reading)), AlertState.Normal, AlertTransitionKind.Opened);
    }

    /// <summary>Stores when the test lets it.</summary>
    private sealed class SlowStore : IAlertStore
    {
        public int Stored { get; private set; }

        public Channel<int> Asked { get; } = Channel.CreateUnbounded<int>();

        public SemaphoreSlim Answer { get; } = new(0);

        public async Task<IReadOnlyList<Alert>> RecordAsync(IReadOnlyList<AlertTransition> transitions, CancellationToken cancellationToken)
        {
            Asked.Writer.TryWrite(transitions.Count);
            await Answer.WaitAsync(cancellationToken);
            Stored += transitions.Count;
            return [];
        }

        public Task<IReadOnlyList<SavedAlertState>> LoadStatesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SavedAlertState>>([]);

        public Task SaveStatesAsync(IReadOnlyList<SavedAlertState> states, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ForgetAsync(string ruleId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
