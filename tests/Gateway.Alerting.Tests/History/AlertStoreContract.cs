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

/// <summary>What any alert store must do. An implementation only says how it is made.</summary>
public abstract class AlertStoreContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract IAlertStore Store { get; }

    protected abstract IAlertLog Log { get; }

    protected abstract IAlertDesk Desk { get; }

    protected abstract IDeliveryOutbox Outbox { get; }

    /// <summary>Days begin in Berlin; now is <see cref="Now"/>.</summary>
    protected abstract IAlertStatistics Statistics { get; }

    /// <summary>The clock of the people.</summary>
    protected abstract DateTimeOffset Now { get; set; }

    /// <summary>Who deleted what, as the audit has it.</summary>
    protected abstract IReadOnlyList<(string By, string Action, string Target)> Audited();

    /// <summary>The rules that the desk finds; empty when all have been deleted.</summary>
    protected List<RuleDefinition> Rules { get; } = [];

    /// <summary>The channels that exist, for rules: <c>in_app</c> and the webhooks <c>hook</c> and <c>beginnings</c>, which hears of no ends; e-mail is not configured.</summary>
    protected static ChannelDirectory Channels { get; } = new([Webhook("hook"), Webhook("beginnings") with { SendResolved = false }]);

    [Fact]
    public async Task Record_Opened_StoresAlertTimelineAndWhatItOwes()
    {
        var opened = Assert.Single(await Record(Opened()));

        Assert.Equal((AlertStatus.Open, AlertPriority.High, "Errors", 12.0), (opened.Status, opened.Severity, opened.RuleName, opened.ValueAtTrigger));
        Assert.Equal("model gpt-5.4: errors is 12 (over 5)", opened.Description);
        Assert.Equal("gpt-5.4", opened.Group["model"]);
        var detail = await Find(opened.Id);
        Assert.Equivalent(opened, detail.Alert, strict: true);
        Assert.Equal(
            [("opened", opened.Description), ("delivery", "Not sent to email (alert.opened): not configured")],
            detail.Timeline.Select(line => (line.Kind, line.Text)));
        Assert.Equal(
            [("hook", "pending", null), ("email", "skipped", "not configured")],
            detail.Deliveries.Select(delivery => (delivery.Channel, delivery.Status, delivery.Reason)));
    }

    [Fact]
    public async Task Record_OpenedWhileOneIsUnresolved_AddsALineInsteadOfAnAlert()
    {
        var first = Assert.Single(await Record(Opened()));

        var again = Assert.Single(await Record(Opened() with { State = Firing(Some.Noon.AddHours(1)) }));

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(1, (await List(new())).Total);
        Assert.Equal(["opened", "fired_again"], (await Find(first.Id)).Timeline.Where(line => line.Kind != "delivery").Select(line => line.Kind));
    }

    [Fact]
    public async Task Record_OtherGroup_OpensItsOwnAlert()
    {
        await Record(Opened(), Opened("gpt-5.4-mini"));

        Assert.Equal(2, (await Log.ActiveAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Record_Resolved_ClosesTheAlertAndOwesTheNews()
    {
        var opened = Assert.Single(await Record(Opened()));

        var resolved = Assert.Single(await Record(Resolved()));

        Assert.Equal((opened.Id, AlertStatus.Resolved, Alert.ByEngine, 3.0), (resolved.Id, resolved.Status, resolved.ResolvedBy, resolved.ValueAtResolve));
        Assert.Equal(["alert.opened", "alert.resolved"], (await Find(opened.Id)).Deliveries.Where(delivery => delivery.Channel == "hook").Select(delivery => delivery.Event));
        Assert.Empty(await Log.ActiveAsync(Cancellation));
    }

    /// <summary>At its end an alert shows the number that it was opened for, not that of whichever condition is still met.</summary>
    [Fact]
    public async Task Record_ResolvedWhileAnotherConditionIsStillMet_KeepsTheNumberThatLed()
    {
        static EvaluatedNode Tree(double cost, double calls) => new EvaluatedGroup(LogicOperator.And, cost > 10, [
            new EvaluatedCondition(new("total_cost", ">", 10, cost, cost > 10, 40, null)),
            new EvaluatedCondition(new("total_requests", ">=", 5, calls, true, 40, null))]);
        var (opened, resolved) = (Opened(), Resolved());
        await Record(opened with { Evaluation = opened.Evaluation with { Tree = Tree(12, 40) } });
        await Record(opened with { Evaluation = opened.Evaluation with { Tree = Tree(15, 90) }, Kind = null });

        var alert = Assert.Single(await Record(resolved with { Evaluation = resolved.Evaluation with { Tree = Tree(8, 60) } }));

        Assert.Equal((12, 15, 8), (alert.ValueAtTrigger, alert.PeakValue, alert.ValueAtResolve));
    }

    [Fact]
    public async Task Record_ResolvedOfARuleThatDoesNotAutoResolve_LeavesItOpen()
    {
        await Record(Opened(rule: Rule(autoResolve: false)));

        Assert.Empty(await Record(Resolved(Rule(autoResolve: false))));
        Assert.Single(await Log.ActiveAsync(Cancellation));
    }

    [Fact]
    public async Task Record_StateOnly_SavesStateAndPeak()
    {
        var opened = Assert.Single(await Record(Opened()));

        await Record(Peaking(Opened() with { State = Firing(Some.Noon) }, ">", 99) with { Kind = null });

        Assert.Equal(99, (await Find(opened.Id)).Alert.PeakValue);
        var saved = Assert.Single(await Store.LoadStatesAsync(Cancellation));
        Assert.Equal(("errors", new GroupKey(["gpt-5.4"])), (saved.RuleId, saved.Group));
        Assert.Equal(Firing(Some.Noon) with { Peak = 99 }, saved.State);
    }

    [Theory]
    [InlineData(">", 99, 20, 99)]
    [InlineData(">", 20, 99, 99)]
    [InlineData("<", 2, 4, 2)]
    [InlineData("<", 4, 2, 2)]
    public async Task Record_SecondFiringOfAnOpenAlert_KeepsTheWorstOfBoth(string comparison, double first, double second, double worst)
    {
        var rule = Rule(autoResolve: false);
        var id = Assert.Single(await Record(Peaking(Opened(rule: rule), comparison, first))).Id;
        await Record(Resolved(rule));

        await Record(Peaking(Opened(at: Some.Noon.AddHours(1), rule: rule), comparison, second));
        await Record(Peaking(Opened(at: Some.Noon.AddHours(1), rule: rule), comparison, second) with { Kind = null });

        Assert.Equal(worst, (await Find(id)).Alert.PeakValue);
    }

    [Fact]
    public async Task Record_BackToNormal_ForgetsTheState()
    {
        await Record(Opened());

        await Record(Opened() with { Kind = null, State = AlertState.Normal });

        Assert.Empty(await Store.LoadStatesAsync(Cancellation));
    }

    [Fact]
    public async Task Acknowledge_Open_RecordsWhoAndOwesTheNewsToThoseWhoWereTold()
    {
        var opened = Assert.Single(await Record(Opened()));
        Now = Some.Noon.AddMinutes(1);

        var action = await Desk.AcknowledgeAsync(opened.Id, "ann", "looking", Cancellation);

        Assert.Equal((AlertActionResult.Done, AlertStatus.Acknowledged, "ann"), (action.Result, action.Alert!.Status, action.Alert.AcknowledgedBy));
        var detail = await Find(opened.Id);
        Assert.Equal(("acknowledged", "ann", "looking"), (detail.Timeline[^1].Kind, detail.Timeline[^1].By, detail.Timeline[^1].Text));
        Assert.Equal(("hook", "alert.acknowledged"), (detail.Deliveries[^1].Channel, detail.Deliveries[^1].Event));
    }

    [Fact]
    public async Task Resolve_ChannelWithoutSendResolved_SkipsItWithTheReason()
    {
        var opened = Assert.Single(await Record(Opened(rule: Rule(channels: "beginnings"))));

        await Desk.ResolveAsync(opened.Id, "ann", null, Cancellation);

        var last = (await Find(opened.Id)).Deliveries[^1];
        Assert.Equal(("beginnings", "alert.resolved", "skipped", "the channel does not want resolved"), (last.Channel, last.Event, last.Status, last.Reason));
    }

    [Theory]
    [InlineData(false, "skipped", "the rule does not send resolved")]
    [InlineData(true, "pending", null)]
    public async Task Resolve_AsTheRuleSays_TellsOfTheEndOrSkips(bool sendResolved, string status, string? reason)
    {
        var opened = Assert.Single(await Record(Opened()));
        Rules.Add(Rule().Definition with { SendResolved = sendResolved });

        await Desk.AcknowledgeAsync(opened.Id, "ann", null, Cancellation);
        await Desk.ResolveAsync(opened.Id, "ann", null, Cancellation);

        Assert.Equal(
            [("alert.opened", "pending", null), ("alert.acknowledged", "pending", null), ("alert.resolved", status, reason)],
            (await Find(opened.Id)).Deliveries.Where(delivery => delivery.Channel == "hook").Select(delivery => (delivery.Event, delivery.Status, delivery.Reason)));
    }

    [Fact]
    public async Task Desk_EveryActInEveryState_AnswersAsDocumented()
    {
        var id = Assert.Single(await Record(Opened())).Id;

        Assert.Equal(AlertActionResult.NotFound, (await Desk.AcknowledgeAsync("nope", "ann", null, Cancellation)).Result);
        Assert.Equal(AlertActionResult.Done, (await Desk.AcknowledgeAsync(id, "ann", null, Cancellation)).Result);
        Assert.Equal(AlertActionResult.Unchanged, (await Desk.AcknowledgeAsync(id, "bob", null, Cancellation)).Result);
        Assert.Equal(AlertActionResult.Done, (await Desk.ResolveAsync(id, "ann", "fixed", Cancellation)).Result);
        Assert.Equal(AlertActionResult.Unchanged, (await Desk.ResolveAsync(id, "bob", null, Cancellation)).Result);
        Assert.Equal(AlertActionResult.Conflict, (await Desk.AcknowledgeAsync(id, "bob", null, Cancellation)).Result);
        Assert.Equal("ann", (await Find(id)).Alert.ResolvedBy);
    }

    [Fact]
    public async Task Record_RepeatedOfAnAcknowledgedAlert_OwesNothing()
    {
        var id = Assert.Single(await Record(Opened())).Id;
        await Desk.AcknowledgeAsync(id, "ann", null, Cancellation);
        var before = (await Find(id)).Deliveries.Count;

        await Record(Opened() with { Kind = AlertTransitionKind.Repeated });

        Assert.Equal(before, (await Find(id)).Deliveries.Count);
    }

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
    public async Task AddNote_WhateverTheStatus_StandsInTheTimeline()
    {
        var id = Assert.Single(await Record(Opened())).Id;
        await Desk.ResolveAsync(id, "ann", null, Cancellation);
        Now = Some.Noon.AddMinutes(1);

        var action = await Desk.AddNoteAsync(id, "bob", "It was the proxy.", Cancellation);

        Assert.Equal((AlertActionResult.Done, AlertStatus.Resolved), (action.Result, action.Alert!.Status));
        var line = (await Find(id)).Timeline[^1];
        Assert.Equal(("note", "bob", "It was the proxy.", Now), (line.Kind, line.By, line.Text, line.At));
        Assert.Equal(AlertActionResult.NotFound, (await Desk.AddNoteAsync("nope", "bob", "x", Cancellation)).Result);
    }

    [Fact]
    public async Task Timeline_OfEngineMessagesAndPeople_IsInTheOrderOfTime()
    {
        var id = Assert.Single(await Record(Opened())).Id;
        await Try(Some.Noon.AddSeconds(1), new(DeliveryResult.Retryable, 503, "the receiver answered 503"), DeliveryStatus.Pending);
        Now = Some.Noon.AddSeconds(3);
        await Desk.AcknowledgeAsync(id, "ann", "looking", Cancellation);
        await Record(Opened(at: Some.Noon.AddSeconds(4)) with { Kind = null, BeganFlapping = true });
        await Try(Some.Noon.AddSeconds(6), DeliveryOutcome.Delivered(200), DeliveryStatus.Sent);
        await Try(Some.Noon.AddSeconds(7), new(DeliveryResult.Rejected, 410, "gone"), DeliveryStatus.Failed);
        await Record(Opened(at: Some.Noon.AddSeconds(8)));

        var detail = await Find(id);

        Assert.Equal(
            [
                (0, "opened", detail.Alert.Description),
                (0, "delivery", "Not sent to email (alert.opened): not configured"),
                (1, "delivery", "Not taken by hook (alert.opened): the receiver answered 503"),
                (3, "acknowledged", "looking"),
                (4, "flapping", "the rule keeps changing between met and not met"),
                (6, "delivery", "Sent to hook (alert.opened)"),
                (7, "delivery", "Refused by hook (alert.acknowledged): gone"),
                (8, "fired_again", detail.Alert.Description),
            ],
            detail.Timeline.Select(line => ((int)(line.At - Some.Noon).TotalSeconds, line.Kind, line.Text)));
    }

    [Fact]
    public async Task Delete_Resolved_TakesTheAlertAndLeavesItsMessagesAndWhoDidIt()
    {
        var opened = await Record(Opened(), Opened("kept"));
        await Desk.ResolveAsync(opened[0].Id, "ann", "secret words", Cancellation);

        var action = await Desk.DeleteAsync(opened[0].Id, "bob", Cancellation);

        Assert.Equal((AlertActionResult.Done, opened[0].Id), (action.Result, action.Alert!.Id));
        Assert.Null(await Log.FindAsync(opened[0].Id, Cancellation));
        Assert.Equal(["kept"], (await List(new())).Alerts.Select(alert => alert.Group["model"]));
        Assert.Equal(new AlertCounts(1, 0, 0), await Log.CountAsync(new(), Cancellation));
        Assert.Equal(0, (await List(new() { Search = "secret" })).Total);
        Assert.Equal([("bob", "alert.deleted", opened[0].Id)], Audited());
        // The beginning still goes out before the end.
        var due = await Due(Some.Noon.AddDays(1));
        Assert.Equal((opened[0].Id, "alert.opened"), (due[0].AlertId, due[0].Event));
        Assert.Contains(opened[0].Description, due[0].Payload, StringComparison.Ordinal);
        Assert.Equal(AlertActionResult.NotFound, (await Desk.ResolveAsync(opened[0].Id, "bob", null, Cancellation)).Result);
        // The same group may fire again.
        Assert.NotEqual(opened[0].Id, Assert.Single(await Record(Opened(at: Some.Noon.AddHours(1)))).Id);
    }

    [Fact]
    public async Task Delete_Unresolved_IsRefused()
    {
        var id = Assert.Single(await Record(Opened())).Id;

        Assert.Equal(AlertActionResult.Conflict, (await Desk.DeleteAsync(id, "bob", Cancellation)).Result);
        Assert.Single(await Log.ActiveAsync(Cancellation));
        Assert.Empty(Audited());
    }

    [Theory]
    [InlineData(AlertAct.Acknowledge, "Done Unchanged Conflict NotFound Unchanged")]
    [InlineData(AlertAct.Resolve, "Done Done Unchanged NotFound Unchanged")]
    [InlineData(AlertAct.Delete, "Conflict Conflict Done NotFound Conflict")]
    [InlineData(AlertAct.Unacknowledge, "Conflict Conflict Conflict NotFound Conflict")]
    public async Task Act_OnMany_SaysForEachHowItWent(AlertAct act, string expected)
    {
        var opened = await Record(Opened("open"), Opened("acknowledged"), Opened("resolved"));
        await Desk.AcknowledgeAsync(opened[1].Id, "ann", null, Cancellation);
        await Desk.ResolveAsync(opened[2].Id, "ann", null, Cancellation);

        var actions = await Desk.ActAsync(act, [.. opened.Select(alert => alert.Id), "nope", opened[0].Id], "bob", "all at once", Cancellation);

        Assert.Equal(expected, string.Join(' ', actions.Select(action => action.Result)));
    }

    [Fact]
    public async Task Unacknowledge_OfOnesOwn_OpensItAgainAndRecordsWho()
    {
        var id = Assert.Single(await Record(Opened())).Id;
        await Desk.AcknowledgeAsync(id, "ann", null, Cancellation);
        Assert.Equal([id], await Log.AcknowledgedIdsAsync("ann", Now, Now, Cancellation));

        var action = Assert.Single(await Desk.ActAsync(AlertAct.Unacknowledge, [id], "ann", null, Cancellation));

        Assert.Equal((AlertActionResult.Done, AlertStatus.Open, null, null), (action.Result, action.Alert!.Status, action.Alert.AcknowledgedAt, action.Alert.AcknowledgedBy));
        var detail = await Log.FindAsync(id, Cancellation);
        Assert.Contains(detail!.Timeline, entry => entry is { Kind: "unacknowledged", By: "ann" });
        Assert.DoesNotContain(detail.Deliveries, delivery => delivery is { Event: "alert.acknowledged", Status: "pending" });
        Assert.Empty(await Log.AcknowledgedIdsAsync("ann", Now, Now, Cancellation));
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

    [Fact]
    public async Task Outbox_Due_KeepsAnEndBehindItsBeginning()
    {
        await Record(Opened(), Resolved());

        var first = Assert.Single(await Due(Some.Noon));
        Assert.Equal("alert.opened", first.Event);
        await Outbox.RecordAsync(first, new(Some.Noon, TimeSpan.Zero, new(DeliveryResult.Retryable, 503)), DeliveryStatus.Pending, "503", Some.Noon.AddSeconds(5), Cancellation);
        Assert.Empty(await Due(Some.Noon));
        Assert.Equal(Some.Noon.AddSeconds(5), await Outbox.NextDueAsync([], Cancellation));

        var again = Assert.Single(await Due(Some.Noon.AddSeconds(5)));
        Assert.Equal((first.Id, 1), (again.Id, again.Attempts));
        await Outbox.RecordAsync(again, new(Some.Noon, TimeSpan.Zero, DeliveryOutcome.Delivered(200)), DeliveryStatus.Sent, null, null, Cancellation);
        Assert.Equal("alert.resolved", Assert.Single(await Due(Some.Noon.AddSeconds(5))).Event);
    }

    [Fact]
    public async Task Outbox_Due_GivesABusyChannelNothing()
    {
        await Record(Opened());

        Assert.Empty(await Outbox.DueAsync(Some.Noon, ["hook"], Cancellation));
        Assert.Null(await Outbox.NextDueAsync(["hook"], Cancellation));
    }

    protected static CompiledRule Rule(
        bool autoResolve = true, string channels = "hook\", \"email", string id = "errors", string name = "Errors", string priority = "high")
    {
        var (definitions, _) = RuleReader.Read(
            $$"""
            { "id": "{{id}}", "name": "{{name}}", "priority": "{{priority}}", "group_by": ["model"], "auto_resolve": {{(autoResolve ? "true" : "false")}},
              "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ], "actions": { "channels": ["{{channels}}"] } }
            """,
            null);
        return new RuleCompiler(Channels.Ids).Compile(definitions).Rules.Single();
    }

    protected static AlertTransition Opened(string model = "gpt-5.4", DateTimeOffset? at = null, CompiledRule? rule = null) =>
        Transition(rule ?? Rule(), model, at ?? Some.Noon, 12, met: true, Firing(at ?? Some.Noon), AlertTransitionKind.Opened);

    private static AlertTransition Peaking(AlertTransition opened, string comparison, double peak)
    {
        var reading = opened.Evaluation.Conditions.Single() with { Operator = comparison, Actual = peak };
        return opened with { Evaluation = opened.Evaluation with { Tree = new EvaluatedCondition(reading) }, State = opened.State with { Peak = peak } };
    }

    private static AlertTransition Resolved(CompiledRule? rule = null) =>
        Transition(rule ?? Rule(), "gpt-5.4", Some.Noon, 3, met: false, AlertState.Normal, AlertTransitionKind.Resolved);

    private static AlertState Firing(DateTimeOffset since) => new()
    {
        Phase = AlertPhase.Firing,
        PendingSince = since,
        FiringSince = since,
        Peak = 12,
        Held = "errors > 5",
        Cooldown = new(since, since, null, since),
    };

    private static AlertTransition Transition(CompiledRule rule, string model, DateTimeOffset at, double value, bool met, AlertState state, AlertTransitionKind kind)
    {
        var reading = new ConditionReading("errors", ">", 5, value, met, 40, null);
        return new(rule, new(new([model]), at, met, false, met ? "errors > 5" : "", new EvaluatedCondition(reading)), state, kind);
    }

    [Fact]
    public async Task SaveStates_ThatMovedWithTheClock_ReplacesWhatWasSaved()
    {
        await Record(Opened());
        var moved = Firing(Some.Noon).ClockSet(TimeSpan.FromHours(1));

        await Store.SaveStatesAsync([new("errors", new(["gpt-5.4"]), moved)], Some.Noon, Cancellation);

        Assert.Equal(moved, Assert.Single(await Store.LoadStatesAsync(Cancellation)).State);
    }

    protected Task<IReadOnlyList<Alert>> Record(params AlertTransition[] transitions) => Store.RecordAsync(transitions, Cancellation);

    private Task<IReadOnlyList<Gateway.Alerting.Delivery.Delivery>> Due(DateTimeOffset now) => Outbox.DueAsync(now, [], Cancellation);

    private Task<AlertPage> List(AlertFilter filter) => Log.ListAsync(filter, AlertSort.Newest, 50, 0, Cancellation);

    /// <summary>The hook's next message is tried.</summary>
    private async Task Try(DateTimeOffset at, DeliveryOutcome outcome, DeliveryStatus status)
    {
        var due = Assert.Single(await Due(at.AddDays(1)));
        await Outbox.RecordAsync(due, new(at, TimeSpan.Zero, outcome), status, outcome.Error, status == DeliveryStatus.Pending ? at : null, Cancellation);
    }

    private async Task ActAt(DateTimeOffset at, Func<Task<AlertAction>> act)
    {
        var now = Now;
        Now = at;
        Assert.Equal(AlertActionResult.Done, (await act()).Result);
        Now = now;
    }

    private async Task<AlertDetail> Find(string id) => await Log.FindAsync(id, Cancellation) ?? throw new InvalidOperationException($"No alert {id}.");

    private static NotificationChannel Webhook(string id) => new(id, "webhook", new WebhookConfig(new("https://hooks.example/" + id), [], new Dictionary<string, string>()));
}
