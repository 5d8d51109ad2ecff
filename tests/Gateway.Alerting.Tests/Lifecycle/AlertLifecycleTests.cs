using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Lifecycle;

/// <summary>Every phase against every verdict.</summary>
public class AlertLifecycleTests
{
    private static readonly DateTimeOffset Now = Some.Noon;

    /// <summary>
    /// Each phase (in it for thirty seconds) against each verdict, under every <c>no_data</c> policy and with waits that are off, over (20 s) or not
    /// over (60 s). A cell is the phase after it.
    /// </summary>
    private const string Matrix = """
        from        for keep  met         not met     no calls: ok  alert       keep_last
        Normal        0    0  Firing      Normal      Normal        NoData      NoData
        Normal       60    0  Pending     Normal      Normal        NoData      NoData
        NoData        0    0  Firing      Normal      Normal        NoData      NoData
        NoData       60    0  Pending     Normal      Normal        NoData      NoData
        Pending      20    0  Firing      Normal      Normal        NoData      NoData
        Pending      60    0  Pending     Normal      Normal        NoData      NoData
        Firing        0    0  Firing      Normal      Normal        NoData      NoData
        Firing        0   60  Firing      Recovering  Recovering    Recovering  Recovering
        Firing       60    0  Firing      Normal      Normal        NoData      NoData
        Firing      120    0  Pending     Normal      Normal        NoData      NoData
        Recovering    0   20  Firing      Normal      Normal        NoData      NoData
        Recovering    0   60  Firing      Recovering  Recovering    Recovering  Recovering
        """;

    public static TheoryData<string> Rows => [.. Matrix.Split('\n').Skip(1).Select(row => row.Trim())];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Advance_FromEachPhase_GoesWhereTheMatrixSays(string row)
    {
        var cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (from, wait, keep) = (Enum.Parse<AlertPhase>(cells[0]), int.Parse(cells[1], CultureInfo.InvariantCulture), int.Parse(cells[2], CultureInfo.InvariantCulture));
        (bool Met, bool NoData, NoDataPolicy Policy)[] verdicts =
        [
            (true, false, NoDataPolicy.Ok),
            (false, false, NoDataPolicy.Ok),
            (false, true, NoDataPolicy.Ok),
            (false, true, NoDataPolicy.Alert),
            (false, true, NoDataPolicy.KeepLast),
        ];

        var next = verdicts.Select(verdict => AlertLifecycle.Advance(State(from), Seen(verdict.Met, verdict.NoData), Rule(wait, keep, verdict.Policy))).ToList();

        Assert.Equal(cells[3..], next.Select(state => state.Phase.ToString()));
        Assert.All(next, state => Assert.Equal(state.Phase is AlertPhase.Firing or AlertPhase.Recovering, state.FiringSince is not null));
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
