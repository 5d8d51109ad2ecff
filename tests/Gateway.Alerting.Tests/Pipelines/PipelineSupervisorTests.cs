using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>One bad rule among good ones.</summary>
public sealed class PipelineSupervisorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly Subject<LlmCall> _calls = new();
    private readonly Subject<DateTimeOffset> _ticks = new();
    private readonly SystemHealth _health;
    private readonly RuleHealthBoard _board;
    private readonly List<AlertTransition> _seen = [];
    private int _judged;

    public PipelineSupervisorTests()
    {
        _health = new(_time);
        _board = new(_health, _time);
    }

    [Fact]
    public void Supervise_RuleThatThrows_IsShownBegunAgainAndHarmsNoOther()
    {
        var broken = true;
        Start(Rule("bad", () => broken ? throw new InvalidOperationException("a bug") : true), Rule("good", () => true));
        Tick();
        Assert.Equal(["good"], Opened());
        Assert.Equal([RuleTrouble.Failed], _board.Of("bad").Select(trouble => trouble.Kind));
        Assert.Contains("a bug", Assert.Single(_health.Parts, part => part.Name == HealthParts.RuleHealth).Words, StringComparison.Ordinal);

        broken = false;
        Tick();
        Assert.Equal(["good"], Opened());

        _time.Advance(TimeSpan.FromSeconds(30));
        Tick();
        Assert.Equal(["bad", "good"], Opened());
        Assert.Empty(_board.Of("bad"));
        Assert.Equal(HealthState.Healthy, _health.State);
    }

    [Fact]
    public void Supervise_RuleThatIsSlow_GetsATenthOfTheTimeUntilItIsNot()
    {
        var slow = true;
        Start(Rule("slow", () =>
        {
            _judged++;
            _time.Advance(slow ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero);
            return false;
        }));
        Tick();
        Assert.Equal(RuleTrouble.Slow, Assert.Single(_board.Of("slow")).Kind);
        var once = _judged;

        // Half a second was used: the next half ten seconds later.
        Tick();
        Tick();
        Assert.Equal(once, _judged);

        slow = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        Tick();
        Assert.True(_judged > once);
        Assert.Empty(_board.Of("slow"));
    }

    public void Dispose()
    {
        _calls.Dispose();
        _ticks.Dispose();
    }

    private void Start(params CompiledRule[] rules)
    {
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly([.. rules.SelectMany(rule => rule.Series).Distinct()]);
        var snapshots = new Subject<WindowSnapshot>();
        var supervisor = new PipelineSupervisor(new(), _board, new TimeProviderScheduler(_time), _time, NullLogger<PipelineSupervisor>.Instance);
        foreach (var rule in rules)
        {
            supervisor.Supervise(rule, snapshots).Subscribe(_seen.Add);
        }

        _calls.WindowedBySeries(windows, _ticks, _time, new object()).Subscribe(snapshots);
    }

    private void Tick()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _ticks.OnNext(_time.GetUtcNow());
    }

    private string[] Opened() => [.. _seen.Where(transition => transition.Kind == AlertTransitionKind.Opened).Select(transition => transition.Rule.Id).Order()];

    private static CompiledRule Rule(string id, Func<bool> met)
    {
        var condition = new Condition { Metric = "errors", Operator = Comparison.GreaterThan, Threshold = 0 };
        var gauge = new Gauge(MetricCatalog.Find("errors")!, Population.AllCalls, TimeSpan.FromMinutes(5), TimeSpan.Zero);
        var definition = new RuleDefinition { Id = id, Name = id, Logic = condition, Source = new(null, 1) };
        return new(definition, Grouping.None, new Scripted(met), [new CompiledCondition(condition, 0, gauge, null)]);
    }

    private sealed class Scripted(Func<bool> met) : CompiledNode
    {
        public override bool IsMet(in EvaluationScope scope, ref ulong held) => met();

        public override bool CouldBeMet(WindowSet windows) => true;

        public override IReadOnlyList<Tripwire>? Tripwires => null;

        public override EvaluatedNode Evaluate(in EvaluationScope scope) => new EvaluatedCondition(new ConditionReading("errors", ">", 0, 1, met(), 1, null));
    }
}
