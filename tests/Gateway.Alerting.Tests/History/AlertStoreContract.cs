using Gateway.Alerting.Delivery;
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

    /// <summary>The rules that the desk finds; empty when all have been deleted.</summary>
    protected List<RuleDefinition> Rules { get; } = [];

    /// <summary>The channels that exist, for rules: <c>in_app</c> and the webhooks <c>hook</c> and <c>beginnings</c>, which hears of no ends; e-mail is not configured.</summary>
    protected static ChannelDirectory Channels { get; } = new(new NotificationsOptions
    {
        Channels =
        {
            ["hook"] = new() { Url = "https://hooks.example/alerts", Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
            ["beginnings"] = new() { Url = "https://hooks.example/beginnings", Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SendResolved = false },
        },
    });

    [Fact]
    public async Task Record_Opened_StoresAlertTimelineAndWhatItOwes()
    {
        var opened = Assert.Single(await Record(Opened()));

        Assert.Equal((AlertStatus.Open, AlertPriority.High, "Errors", 12.0), (opened.Status, opened.Severity, opened.RuleName, opened.ValueAtTrigger));
        Assert.Equal("model gpt-5.4: errors is 12 (over 5)", opened.Description);
        Assert.Equal("gpt-5.4", opened.Group["model"]);
        var detail = await Find(opened.Id);
        Assert.Equivalent(opened, detail.Alert, strict: true);
        Assert.Equal([("opened", Alert.ByEngine)], detail.Timeline.Select(line => (line.Kind, line.By)));
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
        Assert.Equal(["opened", "fired_again"], (await Find(first.Id)).Timeline.Select(line => line.Kind));
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

        await Record(Opened() with { Kind = null, State = Firing(Some.Noon) with { Peak = 99 } });

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
    public async Task List_Search_FindsPartsOfNameDescriptionAndGroup(string search, long expected)
    {
        await Record(Opened(), Opened("gpt-5.4-mini"));

        Assert.Equal(expected, (await List(new() { Search = search })).Total);
    }

    [Fact]
    public async Task List_Pages_CountTheWhole()
    {
        for (var index = 0; index < 5; index++)
        {
            await Record(Opened($"m{index}", at: Some.Noon.AddMinutes(index)));
        }

        var page = await Log.ListAsync(new(), 2, 1, Cancellation);

        Assert.Equal((5, "m3", "m2"), (page.Total, page.Alerts[0].Group["model"], page.Alerts[1].Group["model"]));
        Assert.Equal(2, (await List(new() { From = Some.Noon.AddMinutes(1), To = Some.Noon.AddMinutes(3) })).Total);
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

    private static CompiledRule Rule(bool autoResolve = true, string channels = "hook\", \"email")
    {
        var (definitions, _) = RuleReader.Read(
            $$"""
            { "name": "Errors", "priority": "high", "group_by": ["model"], "auto_resolve": {{(autoResolve ? "true" : "false")}},
              "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ], "actions": { "channels": ["{{channels}}"] } }
            """,
            null);
        return new RuleCompiler(Channels.Ids).Compile(definitions).Rules.Single();
    }

    private static AlertTransition Opened(string model = "gpt-5.4", DateTimeOffset? at = null, CompiledRule? rule = null) =>
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

    private Task<IReadOnlyList<Alert>> Record(params AlertTransition[] transitions) => Store.RecordAsync(transitions, Cancellation);

    private Task<IReadOnlyList<Gateway.Alerting.Delivery.Delivery>> Due(DateTimeOffset now) => Outbox.DueAsync(now, [], Cancellation);

    private Task<AlertPage> List(AlertFilter filter) => Log.ListAsync(filter, 50, 0, Cancellation);

    private async Task<AlertDetail> Find(string id) => await Log.FindAsync(id, Cancellation) ?? throw new InvalidOperationException($"No alert {id}.");
}
