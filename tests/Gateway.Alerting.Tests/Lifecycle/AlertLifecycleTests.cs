using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Lifecycle;

/// <summary>Every phase against every verdict.</summary>
public class AlertLifecycleTests
{
    private static readonly DateTimeOffset Now = Some.Noon;

    [Theory]
    //          from                  for  keep  met    noData  policy                   to
    [InlineData(AlertPhase.Normal, 0, 0, true, false, NoDataPolicy.Ok, AlertPhase.Firing)]
    [InlineData(AlertPhase.Normal, 60, 0, true, false, NoDataPolicy.Ok, AlertPhase.Pending)]
    [InlineData(AlertPhase.Normal, 0, 0, false, false, NoDataPolicy.Ok, AlertPhase.Normal)]
    [InlineData(AlertPhase.Normal, 0, 0, false, true, NoDataPolicy.Ok, AlertPhase.Normal)]
    [InlineData(AlertPhase.Normal, 0, 0, false, true, NoDataPolicy.KeepLast, AlertPhase.NoData)]
    [InlineData(AlertPhase.NoData, 0, 0, true, false, NoDataPolicy.KeepLast, AlertPhase.Firing)]
    [InlineData(AlertPhase.NoData, 0, 0, false, false, NoDataPolicy.KeepLast, AlertPhase.Normal)]
    [InlineData(AlertPhase.Pending, 31, 0, true, false, NoDataPolicy.Ok, AlertPhase.Pending)]
    [InlineData(AlertPhase.Pending, 30, 0, true, false, NoDataPolicy.Ok, AlertPhase.Firing)]
    [InlineData(AlertPhase.Pending, 31, 0, false, false, NoDataPolicy.Ok, AlertPhase.Normal)]
    [InlineData(AlertPhase.Firing, 0, 0, true, false, NoDataPolicy.Ok, AlertPhase.Firing)]
    [InlineData(AlertPhase.Firing, 0, 0, false, false, NoDataPolicy.Ok, AlertPhase.Normal)]
    [InlineData(AlertPhase.Firing, 0, 60, false, false, NoDataPolicy.Ok, AlertPhase.Recovering)]
    [InlineData(AlertPhase.Recovering, 0, 31, false, false, NoDataPolicy.Ok, AlertPhase.Recovering)]
    [InlineData(AlertPhase.Recovering, 0, 30, false, false, NoDataPolicy.Ok, AlertPhase.Normal)]
    [InlineData(AlertPhase.Recovering, 0, 31, true, false, NoDataPolicy.Ok, AlertPhase.Firing)]
    public void Advance_FromEachPhase_GoesWhereTheTableSays(AlertPhase from, int forSeconds, int keepSeconds, bool met, bool noData, NoDataPolicy policy, AlertPhase to)
    {
        var rule = Rule(forSeconds, keepSeconds, policy);

        var next = AlertLifecycle.Advance(State(from), Seen(met, noData), rule);

        Assert.Equal(to, next.Phase);
        Assert.Equal(to is AlertPhase.Firing or AlertPhase.Recovering, next.FiringSince is not null);
    }

    [Fact]
    public void Advance_ComingBackWhileRecovering_IsStillTheSameFiring()
    {
        var recovering = State(AlertPhase.Recovering);

        Assert.Equal(recovering.FiringSince, AlertLifecycle.Advance(recovering, Seen(true, false), Rule(0, 60, NoDataPolicy.Ok)).FiringSince);
    }

    [Theory]
    [InlineData(">", 5, 9, 9)]
    [InlineData(">", 9, 5, 9)]
    [InlineData("<", 5, 9, 5)]
    [InlineData("<", 9, 5, 5)]
    public void Advance_WhileFiring_KeepsTheWorstValue(string comparison, double known, double seen, double worst)
    {
        var firing = State(AlertPhase.Firing) with { Peak = known };

        Assert.Equal(worst, AlertLifecycle.Advance(firing, Seen(true, false, comparison, seen), Rule(0, 0, NoDataPolicy.Ok)).Peak);
    }

    /// <summary>In the phase for thirty seconds, and before that.</summary>
    private static AlertState State(AlertPhase phase) => new()
    {
        Phase = phase,
        PendingSince = phase is AlertPhase.Normal or AlertPhase.NoData ? null : Now.AddSeconds(phase == AlertPhase.Pending ? -30 : -90),
        FiringSince = phase is AlertPhase.Firing or AlertPhase.Recovering ? Now.AddSeconds(-60) : null,
        RecoveringSince = phase == AlertPhase.Recovering ? Now.AddSeconds(-30) : null,
    };

    private static Evaluation Seen(bool met, bool noData, string comparison = ">", double actual = 7) =>
        new(default, Now, met, noData, "", new EvaluatedCondition(new ConditionReading("errors", comparison, 5, actual, met, 10, null)));

    private static RuleDefinition Rule(int forSeconds, int keepSeconds, NoDataPolicy policy) => new()
    {
        Id = "r",
        Name = "R",
        Logic = new LogicGroup(LogicOperator.And, []),
        For = TimeSpan.FromSeconds(forSeconds),
        KeepFiringFor = TimeSpan.FromSeconds(keepSeconds),
        NoData = policy,
        Source = new(null, 1),
    };
}
