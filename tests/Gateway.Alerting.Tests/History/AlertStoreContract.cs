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
public abstract partial class AlertStoreContract
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
        Assert.Equal("model gpt-5.4: number of errors is 12 (over 5)", opened.Description);
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
    public async Task Record_RepeatedOfAnAcknowledgedAlert_OwesNothing()
    {
        var id = Assert.Single(await Record(Opened())).Id;
        await Desk.AcknowledgeAsync(id, "ann", null, Cancellation);
        var before = (await Find(id)).Deliveries.Count;

        await Record(Opened() with { Kind = AlertTransitionKind.Repeated });

        Assert.Equal(before, (await Find(id)).Deliveries.Count);
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

    private async Task<AlertDetail> Find(string id) => await Log.FindAsync(id, Cancellation) ?? throw new InvalidOperationException($"No alert {id}.");

    private static NotificationChannel Webhook(string id) => new(id, "webhook", new WebhookConfig(new("https://hooks.example/" + id), [], new Dictionary<string, string>()));
}
