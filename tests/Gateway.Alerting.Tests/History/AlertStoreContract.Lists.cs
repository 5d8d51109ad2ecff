using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.History;

/// <summary>What lists, counts and statistics of alerts say.</summary>
public abstract partial class AlertStoreContract
{
    [Theory]
    [InlineData("errors is 12", 2)]
    [InlineData("ERRORS", 2)]
    [InlineData("gpt-5.4-mini", 1)]
    [InlineData("100%", 0)]
    [InlineData("_", 0)]
    [InlineData("model\":", 0)]
    [InlineData("Région", 1)]
    [InlineData("' or 1=1 --", 0)]
    public async Task List_Search_FindsPartsOfNameDescriptionGroupAndNotes(string search, long expected)
    {
        var opened = await Record(Opened(), Opened("gpt-5.4-mini"));
        await Desk.AcknowledgeAsync(opened[0].Id, "ann", "Région switched", Cancellation);

        Assert.Equal(expected, (await List(new() { Search = search })).Total);
    }

    [Fact]
    public async Task List_Pages_CountTheWhole()
    {
        for (var index = 0; index < 5; index++)
        {
            await Record(Opened($"m{index}", at: Some.Noon.AddMinutes(index)));
        }

        var page = await Log.ListAsync(new(), AlertSort.Newest, 2, 1, Cancellation);

        Assert.Equal((5, "m3", "m2"), (page.Total, page.Alerts[0].Group["model"], page.Alerts[1].Group["model"]));
        Assert.Equal(2, (await List(new() { From = Some.Noon.AddMinutes(1), To = Some.Noon.AddMinutes(3) })).Total);
    }

    [Theory]
    [InlineData(AlertSort.Newest, "m3 m2 m1 m0")]
    [InlineData(AlertSort.Oldest, "m0 m1 m2 m3")]
    [InlineData(AlertSort.Severity, "m3 m0 m2 m1")]
    [InlineData(AlertSort.Rule, "m2 m1 m0 m3")]
    public async Task List_Sorted_StandsInThatOrder(AlertSort sort, string expected)
    {
        (string Name, string Priority)[] rules = [("b", "high"), ("A", "low"), ("a", "medium"), ("c", "critical")];
        foreach (var (index, rule) in rules.Index())
        {
            await Record(Opened($"m{index}", Some.Noon.AddMinutes(index), Rule(name: rule.Name, priority: rule.Priority)));
        }

        var page = await Log.ListAsync(new(), sort, 50, 0, Cancellation);

        Assert.Equal(expected, string.Join(' ', page.Alerts.Select(alert => alert.Group["model"])));
    }

    [Fact]
    public async Task Count_ByStatus_IgnoresTheFiltersOwnStatus()
    {
        var opened = await Record(Opened(), Opened("a"), Opened("b"), Opened("c"));
        await Desk.AcknowledgeAsync(opened[1].Id, "ann", null, Cancellation);
        await Desk.ResolveAsync(opened[2].Id, "ann", null, Cancellation);

        Assert.Equal(new AlertCounts(2, 1, 1), await Log.CountAsync(new() { Status = AlertStatus.Open }, Cancellation));
        Assert.Equal(new AlertCounts(0, 1, 0), await Log.CountAsync(new() { Search = "model a:" }, Cancellation));
    }

    [Fact]
    public async Task Stream_OverManyPages_GivesEveryMatchOnceNewestFirst()
    {
        // Many open in the same instant: the place in the order must not depend on the time alone.
        await Record([.. Enumerable.Range(0, 1_203).Select(index => Opened($"m{index}", Some.Noon.AddSeconds(index / 700)))]);
        await Desk.ResolveAsync((await List(new())).Alerts[7].Id, "ann", null, Cancellation);

        var alerts = await Log.StreamAsync(new() { UnresolvedOnly = true }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(1_202, alerts.Select(alert => alert.Id).Distinct().Count());
        Assert.Equal(alerts.OrderByDescending(alert => alert.TriggeredAt).ThenByDescending(alert => alert.Id, StringComparer.Ordinal).Select(alert => alert.Id), alerts.Select(alert => alert.Id));
    }

    [Theory]
    [InlineData(AlertSort.Newest)]
    [InlineData(AlertSort.Oldest)]
    [InlineData(AlertSort.Severity)]
    [InlineData(AlertSort.Rule)]
    public async Task List_PageByPage_IsTheWholeInItsOrder(AlertSort sort)
    {
        await Record([.. Enumerable.Range(0, 11).Select(index => Opened(
            $"m{index}", Some.Noon.AddSeconds(index / 3), Rule(id: $"r{index % 4}", name: $"Rule {index % 4}", priority: index % 2 == 0 ? "high" : "low")))]);

        var whole = await Log.ListAsync(new(), sort, 50, 0, Cancellation);
        var pages = new List<Alert>();
        for (var offset = 0; offset < 15; offset += 4)
            pages.AddRange((await Log.ListAsync(new(), sort, 4, offset, Cancellation)).Alerts);

        Assert.Equal(11, whole.Total);
        Assert.Equal(whole.Alerts.Select(alert => alert.Id), pages.Select(alert => alert.Id));
    }

    [Fact]
    public async Task Rules_OfAlerts_AreNamedAsLast()
    {
        await Record(Opened(rule: Rule(name: "Old name")));
        await Record(Opened("other", Some.Noon.AddHours(1), Rule(name: "New name")));
        await Record(Opened(rule: Rule(id: "spend", name: "a budget")));

        Assert.Equal([new("spend", "a budget"), new("errors", "New name")], await Log.RulesAsync(10, Cancellation));
        Assert.Single(await Log.RulesAsync(1, Cancellation));
    }

    [Fact]
    public async Task Statistics_OfTheLastDays_CountByTheCalendar()
    {
        // Berlin is one hour ahead: its 15th begins at 23:00 of the 14th.
        Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);
        DateTimeOffset At(int day, int hour, int minute) => new(2026, 3, day, hour, minute, 0, TimeSpan.Zero);
        await Record(Opened("too old", At(14, 22, 59)), Opened("a", At(14, 23, 0)), Opened("b", At(15, 22, 59)), Opened("c", At(15, 23, 0), Rule(id: "spend", name: "Spend", priority: "critical")), Opened("d", At(16, 11, 0)));
        var ids = (await List(new())).Alerts.ToDictionary(alert => alert.Group["model"], alert => alert.Id);
        await ActAt(At(14, 23, 1), () => Desk.ResolveAsync(ids["a"], "ann", null, Cancellation));
        await ActAt(At(15, 23, 9), () => Desk.AcknowledgeAsync(ids["b"], "ann", null, Cancellation));
        await ActAt(At(15, 23, 59), () => Desk.ResolveAsync(ids["b"], "ann", null, Cancellation));
        await ActAt(At(15, 23, 30), () => Desk.AcknowledgeAsync(ids["c"], "ann", null, Cancellation));

        var statistics = await Statistics.LastDaysAsync(2, Cancellation);

        Assert.Equal((4, 1, 1, 2, 1), (statistics.Total, statistics.Open, statistics.Acknowledged, statistics.Resolved, statistics.Critical));
        Assert.Equal((50.0, 50.0), (statistics.ResolutionRate, statistics.FalsePositiveRate));
        Assert.Equal((20 * 60.0, 30.5 * 60.0), (statistics.MeanTimeToAcknowledge, statistics.MeanTimeToResolve));
        Assert.Equal(new SeverityCounts(1, 3, 0, 0), statistics.SeverityBreakdown);
        Assert.Equal([new("errors", "Errors", 3), new("spend", "Spend", 1)], statistics.ByRule);
        Assert.Equal([new(new(2026, 3, 15), 2), new(new(2026, 3, 16), 2)], statistics.ByDay);
    }

    [Fact]
    public async Task Statistics_WithoutAlerts_HaveNoRates()
    {
        var statistics = await Statistics.LastDaysAsync(30, Cancellation);

        Assert.Equal((0, null, null), (statistics.Total, statistics.ResolutionRate, statistics.FalsePositiveRate));
        Assert.Equal((null, null), (statistics.MeanTimeToAcknowledge, statistics.MeanTimeToResolve));
        Assert.Equal(30, statistics.ByDay.Count);
    }

    private Task<AlertPage> List(AlertFilter filter) => Log.ListAsync(filter, AlertSort.Newest, 50, 0, Cancellation);

    private async Task ActAt(DateTimeOffset at, Func<Task<AlertAction>> act)
    {
        var now = Now;
        Now = at;
        Assert.Equal(AlertActionResult.Done, (await act()).Result);
        Now = now;
    }
}
