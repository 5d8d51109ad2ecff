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

/// <summary>What people do to alerts.</summary>
public abstract partial class AlertStoreContract
{
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

    /// <summary>The hook's next message is tried.</summary>
    private async Task Try(DateTimeOffset at, DeliveryOutcome outcome, DeliveryStatus status)
    {
        var due = Assert.Single(await Due(at.AddDays(1)));
        await Outbox.RecordAsync(due, new(at, TimeSpan.Zero, outcome), status, outcome.Error, status == DeliveryStatus.Pending ? at : null, Cancellation);
    }
}
