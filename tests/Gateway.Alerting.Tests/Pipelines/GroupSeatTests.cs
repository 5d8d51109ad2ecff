using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Windows;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>Beyond a thousand groups all further ones are one; which of them have a place of their own must not change with a restart or an edit while they have an alert.</summary>
public sealed class GroupSeatTests
{
    private const string Rule = """
        { "name": "Errors", "time_window": "1m", "group_by": ["user"], "conditions": [ { "metric": "errors", "operator": ">", "threshold": 3 } ] }
        """;

    private static readonly GroupKey Firing = new(["firing"]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Group_WithAnAlert_HasItsPlaceBeforeAllOthers(bool isRemembered)
    {
        using var bench = new PipelineBench(Rule);
        var memory = new AlertMemory();
        if (isRemembered)
            memory.Restore(bench.Rule.Id, Firing, AlertState.Normal with { Phase = AlertPhase.Firing });
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly(bench.Rule.Series);
        using var generation = new RuleGeneration(new([bench.Rule], IsWhole: true), windows, TimeProvider.System, new());

        generation.KeepGroups(memory, before: null);
        for (var user = 0; user <= PopulationWindows.MostGroups; user++)
            windows.Add(Some.Call(Some.Noon) with { User = $"{user}" }, Some.Noon);
        windows.Add(Some.Call(Some.Noon) with { User = "firing" }, Some.Noon);

        Assert.Equal(isRemembered, windows.GroupsOf(bench.Rule.Series.Select(series => series.Population).Distinct().Single()).Contains(Firing));
    }
}
