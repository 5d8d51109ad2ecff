using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Suppression;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Suppression;

/// <summary>What any store of silences, routes and held messages must do, together with the store of alerts. An implementation only says how it is made.</summary>
public abstract class HeldDeliveriesContract
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract IAlertStore Store { get; }

    protected abstract IAlertLog Log { get; }

    protected abstract IAlertDesk Desk { get; }

    protected abstract IDeliveryOutbox Outbox { get; }

    protected abstract ISilenceStore Silences { get; }

    protected abstract IRouteStore Routes { get; }

    protected abstract IHeldDeliveries Held { get; }

    /// <summary>Closes everything and opens it again on what was kept, as after a crash.</summary>
    protected abstract Task ReopenAsync();

    /// <summary><c>hook</c>, and <c>night</c>, which is quiet from 11:00 to 13:00 UTC.</summary>
    protected static ChannelDirectory Channels { get; } = new(
    [
        Webhook("hook"),
        Webhook("night") with { QuietHours = new(new WindowText("11:00", "13:00", "UTC", null).Read((_, _) => { })!) },
    ]);

    [Fact]
    public async Task Opened_WhileSilenced_IsSkippedWithItsReasonAndSentOnceWhenTheSilenceEnds()
    {
        await Silence(Some.Noon.AddHours(2));
        var id = await Open();
        Assert.Equal(["hook alert.opened skipped silenced by ann until 14:00 UTC: a fair"], await Deliveries(id));
        Assert.Equal(Some.Noon.AddHours(2), Assert.Single((await Find(id)).Deliveries).NextAttemptAt);

        await ReopenAsync();
        Assert.Equal(0, await Release(119));
        Assert.Equal(1, await Release(120));
        Assert.Equal(0, await Release(121));

        Assert.Equal(["hook alert.opened skipped silenced by ann until 14:00 UTC: a fair; sent when that was over, at 14:00 UTC", "hook alert.opened pending "], await Deliveries(id));
        Assert.Equal("alert.opened", Assert.Single(await Outbox.DueAsync(Some.Noon.AddMinutes(120), [], Cancel)).Event);
    }

    [Fact]
    public async Task Opened_InQuietHours_WaitsForTheirEnd()
    {
        var id = await Open(Rule("\"night\""));
        Assert.Equal(["night alert.opened skipped quiet hours until 13:00 UTC"], await Deliveries(id));

        Assert.Equal(1, await Release(60));
    }

    [Fact]
    public async Task Opened_InQuietHoursAndCritical_IsSent() =>
        Assert.Equal(["night alert.opened pending "], await Deliveries(await Open(Rule("\"night\"", "critical"))));

    [Fact]
    public async Task Opened_SilencedLongerThanQuiet_HasTheReasonThatHoldsItNow()
    {
        await Silence(Some.Noon.AddMinutes(30));
        var id = await Open(Rule("\"night\""));

        Assert.Equal(0, await Release(30));
        Assert.Equal(["night alert.opened skipped quiet hours until 13:00 UTC"], await Deliveries(id));
        Assert.Equal(1, await Release(60));
    }

    [Fact]
    public async Task End_OfASilence_ReleasesWhatItHeldAndKeepsItForTheRecord()
    {
        var silence = await Silence(Some.Noon.AddHours(2));
        await Open();

        var ended = await Silences.EndAsync(silence.Id, "bob", Some.Noon.AddMinutes(5), Cancel);

        Assert.Equal(("bob", Some.Noon.AddMinutes(5)), (ended!.EndedBy, ended.EndedAt));
        Assert.Equal(1, await Release(5));
        Assert.Equal("bob", (await Silences.EndAsync(silence.Id, "eve", Some.Noon.AddMinutes(6), Cancel))!.EndedBy);
        Assert.Null(await Silences.EndAsync("nope", "eve", Some.Noon, Cancel));
    }

    [Fact]
    public async Task End_OfOneOfTwoSilences_ReleasesNothing()
    {
        var first = await Silence(Some.Noon.AddHours(1));
        await Silence(Some.Noon.AddHours(2), by: "bob");
        var id = await Open();
        await Silences.EndAsync(first.Id, "ann", Some.Noon.AddMinutes(5), Cancel);

        Assert.Equal(0, await Release(5));
        Assert.Equal(["hook alert.opened skipped silenced by bob until 14:00 UTC: a fair"], await Deliveries(id));
    }

    [Fact]
    public async Task Resolved_WhileTheOpeningIsHeld_TellsNobodyOfEither()
    {
        await Silence(Some.Noon.AddHours(2));
        var id = await Open();

        await Record(Resolved());

        Assert.Equal(
            [
                "hook alert.opened skipped silenced by ann until 14:00 UTC: a fair; it was resolved before that",
                "hook alert.resolved skipped nothing was sent of the opening",
            ],
            await Deliveries(id));
        Assert.Equal(0, await Release(120));
    }

    [Fact]
    public async Task Resolved_InASilenceThatBeganLater_IsToldAfterIt()
    {
        var id = await Open();
        await Silence(Some.Noon.AddHours(2));

        await Record(Resolved());

        Assert.Equal(["hook alert.opened pending ", "hook alert.resolved skipped silenced by ann until 14:00 UTC: a fair"], await Deliveries(id));
        Assert.Equal(1, await Release(120));
        Assert.Equal("hook alert.resolved pending ", (await Deliveries(id))[^1]);
    }

    [Fact]
    public async Task Silence_MadeWhileFiringAndTold_SendsNothingAgainAtItsEnd()
    {
        var id = await Open();
        await Silence(Some.Noon.AddHours(2));

        await Record(Opened() with { Kind = AlertTransitionKind.Repeated });

        Assert.Equal(0, await Release(120));
        Assert.Equal(["hook alert.opened pending ", "hook alert.opened skipped silenced by ann until 14:00 UTC: a fair"], await Deliveries(id));
    }

    [Fact]
    public async Task Acknowledged_WhileTheOpeningIsHeld_IsNotSentAfterwards()
    {
        await Silence(Some.Noon.AddHours(2));
        var id = await Open();
        await Desk.AcknowledgeAsync(id, "bob", null, Cancel);

        Assert.Equal(0, await Release(120));
        Assert.Equal(["hook alert.opened skipped silenced by ann until 14:00 UTC: a fair; acknowledged by bob"], await Deliveries(id));
    }

    [Fact]
    public async Task Resolved_TheLastAlertOfASilenceUntilResolved_EndsTheSilence()
    {
        var silence = await Silence(Some.Noon.AddHours(2), expireOnResolve: true);
        await Open();
        await Record(Opened(model: "gpt-5.4-mini"));

        await Record(Resolved());
        Assert.Null((await Silences.FindAsync(silence.Id, Cancel))!.EndedAt);
        await Record(Resolved(model: "gpt-5.4-mini"));

        var ended = await Silences.FindAsync(silence.Id, Cancel);
        Assert.Equal((Some.Noon, Alert.ByEngine), (ended!.EndedAt, ended.EndedBy));
    }

    [Fact]
    public async Task Reconsider_AfterWhatHeldItIsGone_ReleasesEarly()
    {
        await Silence(Some.Noon.AddMinutes(10));
        await Open();

        await Held.ReconsiderAsync(Some.Noon.AddMinutes(10), Cancel);

        Assert.Equal(1, await Release(10));
    }

    [Fact]
    public async Task Routes_Stored_TakeTheAlertsOfRulesWithoutChannels()
    {
        await Routes.AppendAsync("""{"routes":[{"match":{"priority":"high","group":{"model":"gpt-*"}},"channels":["hook","email"]}]}""", null, "ann", Some.Noon, Cancel);

        Assert.Equal(["hook alert.opened pending ", "email alert.opened skipped not configured"], await Deliveries(await Open(Rule(null))));
        await Routes.AppendAsync("""{"routes":[]}""", [1], "ann", Some.Noon, Cancel);
        var second = Assert.Single(await Record(Opened(Rule(null), "gpt-5.4-mini")));
        Assert.Equal(["in_app alert.opened pending "], await Deliveries(second.Id));
    }

    [Fact]
    public async Task Resolved_AfterTheRoutesChanged_GoesWhereTheOpeningWent()
    {
        await Routes.AppendAsync("""{"routes":[{"channels":["hook"]}]}""", null, "ann", Some.Noon, Cancel);
        var id = await Open(Rule(null));
        await Routes.AppendAsync("""{"routes":[{"channels":["night"]}]}""", null, "ann", Some.Noon, Cancel);

        await Record(Resolved(Rule(null)));

        Assert.Equal(["hook alert.opened pending ", "hook alert.resolved pending "], await Deliveries(id));
    }

    [Fact]
    public async Task Append_BasedOnAnOldVersion_WritesNothing()
    {
        Assert.Null(await Routes.FindAsync(Cancel));
        Assert.Equal(1, (await Routes.AppendAsync("[]", [0], "ann", Some.Noon, Cancel))!.Number);

        Assert.Null(await Routes.AppendAsync("[ ]", [0], "bob", Some.Noon, Cancel));
        Assert.Equal(new RouteVersion(1, "[]", "ann", Some.Noon), await Routes.FindAsync(Cancel));
    }

    [Fact]
    public async Task Silences_Stored_ComeBackAsTheyWereAndByStatus()
    {
        var recurring = await Silence(null, recurring: WeeklyWindowTests.Window("22:00", "07:00", "Europe/Berlin", "sun"));
        await Silence(Some.Noon.AddHours(2));
        await Silence(Some.Noon.AddHours(9), startsAt: Some.Noon.AddHours(8));

        Assert.Equivalent(recurring, await Silences.FindAsync(recurring.Id, Cancel), strict: true);
        Assert.Equal((3, 2, 1, 0), (await Count(null, 0), await Count(SilenceStatus.Active, 0), await Count(SilenceStatus.Pending, 0), await Count(SilenceStatus.Ended, 0)));
        Assert.Equal((3, 1, 0, 2), (await Count(null, 10), await Count(SilenceStatus.Active, 10), await Count(SilenceStatus.Pending, 10), await Count(SilenceStatus.Ended, 10)));
        Assert.Single(await Silences.InForceAsync(Some.Noon.AddHours(1), Cancel));
        Assert.False(await Silences.AddAsync(recurring with { Id = "one-more" }, 3, Cancel));
        Assert.Null(await Silences.FindAsync("one-more", Cancel));
    }

    private static CompiledRule Rule(string? channels, string priority = "high") => new RuleCompiler(Channels.Ids).Compile(RuleReader.Read(
        $$"""
        { "name": "Errors", "priority": "{{priority}}", "group_by": ["model"], "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ]
          {{(channels is null ? "" : $$""", "actions": { "channels": [{{channels}}] }""")}} }
        """,
        null).Rules).Rules.Single();

    private static AlertTransition Opened(CompiledRule? rule = null, string model = "gpt-5.4") => Transition(rule, model, met: true, AlertTransitionKind.Opened);

    private static AlertTransition Resolved(CompiledRule? rule = null, string model = "gpt-5.4") => Transition(rule, model, met: false, AlertTransitionKind.Resolved);

    private static AlertTransition Transition(CompiledRule? rule, string model, bool met, AlertTransitionKind kind) => new(
        rule ?? Rule("\"hook\""),
        new(new([model]), Some.Noon, met, false, "", new EvaluatedCondition(new("errors", ">", 5, met ? 12 : 3, met, 40, null))),
        AlertState.Normal,
        kind);

    private async Task<string> Open(CompiledRule? rule = null) => Assert.Single(await Record(Opened(rule))).Id;

    private Task<IReadOnlyList<Alert>> Record(AlertTransition transition) => Store.RecordAsync([transition], Cancel);

    private Task<int> Release(int minute) => Held.ReleaseDueAsync(Some.Noon.AddMinutes(minute), Cancel);

    private async Task<Silence> Silence(
        DateTimeOffset? endsAt, string by = "ann", bool expireOnResolve = false, WeeklyWindow? recurring = null, DateTimeOffset? startsAt = null)
    {
        var silence = new Silence
        {
            Id = Guid.NewGuid().ToString("N"),
            Matcher = new(new Dictionary<string, string> { ["rule_id"] = "errors", ["model"] = "gpt-*" }),
            StartsAt = startsAt ?? Some.Noon,
            EndsAt = endsAt,
            Recurring = recurring,
            Comment = "a fair",
            CreatedBy = by,
            CreatedAt = Some.Noon,
            ExpireOnResolve = expireOnResolve,
        };
        Assert.True(await Silences.AddAsync(silence, 100, Cancel));
        return silence;
    }

    private async Task<long> Count(SilenceStatus? status, int hour) => (await Silences.ListAsync(status, Some.Noon.AddHours(hour), 10, 0, Cancel)).Total;

    private async Task<AlertDetail> Find(string id) => await Log.FindAsync(id, Cancel) ?? throw new InvalidOperationException($"No alert {id}.");

    private async Task<List<string>> Deliveries(string id) =>
        [.. (await Find(id)).Deliveries.Select(delivery => $"{delivery.Channel} {delivery.Event} {delivery.Status} {delivery.Reason}")];

    private static NotificationChannel Webhook(string id) => new(id, "webhook", new WebhookConfig(new($"https://hooks.example/{id}"), [], new Dictionary<string, string>()));
}
