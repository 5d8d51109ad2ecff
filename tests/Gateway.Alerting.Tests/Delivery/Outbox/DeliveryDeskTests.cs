using Gateway.Alerting.Delivery;
using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.Alerting.Tests.Delivery.Outbox;

/// <summary>Sending again what was not sent.</summary>
public sealed class DeliveryDeskTests
{
    [Theory]
    [InlineData(DeliveryStatus.Failed)]
    [InlineData(DeliveryStatus.Dead)]
    [InlineData(DeliveryStatus.Skipped)]
    public async Task Resend_OfWhatWasNotSent_WaitsAgainUnderItsOldId(DeliveryStatus status)
    {
        await using var stage = new DeliveryStage("slack");
        await stage.OpenAsync("gpt-5.4");
        var ended = await stage.EndNextAsync("slack", status, new(DeliveryResult.Rejected, 404, "no"));

        Assert.Equal(new(ResendOutcome.Done), await Resend(stage, ended.Id));

        var again = await stage.NextAsync("slack");
        Assert.Equal((ended.Id, ended.Payload, 0), (again.Id, again.Payload, again.Attempts));
        var record = await stage.Log.FindAsync(ended.Id, DeliveryStage.Cancel);
        Assert.Equal((DeliveryStatus.Pending, null, status == DeliveryStatus.Skipped ? 0 : 1), (record!.Status, record.Reason, record.Attempts.Count));
        Assert.Equal($"delivery.resent by ann: alert.opened to slack {ended.Id}", stage.Scalar<string>("select action || ' by ' || by || ': ' || text || ' ' || target from audit"));
        await stage.EndNextAsync("slack", DeliveryStatus.Sent);
        Assert.Equal("It was sent already.", (await Resend(stage, ended.Id)).Reason);
    }

    [Fact]
    public async Task Resend_WhileItWaits_IsRefused()
    {
        await using var stage = new DeliveryStage("slack");
        await stage.OpenAsync("gpt-5.4");

        Assert.Equal(new(ResendOutcome.Conflict, "It is still waiting to be sent."), await Resend(stage, (await stage.NextAsync("slack")).Id));
        Assert.Equal(ResendOutcome.NotFound, (await Resend(stage, "msg_nope")).Outcome);
        Assert.Equal(0, stage.Scalar<long>("select count(*) from audit"));
    }

    [Fact]
    public async Task Resend_OfWhatADigestTells_NamesTheDigest()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync(Enumerable.Range(0, 31).Select(index => $"model-{index}"));
        await stage.FoldAsync("discord");
        var digest = await stage.EndNextAsync("discord", DeliveryStatus.Dead, new(DeliveryResult.Retryable, 503, "down"));
        var folded = await stage.ListAsync(new() { DigestId = digest.Id });

        Assert.Equal($"It stands in the digest '{digest.Id}': resend that.", (await Resend(stage, folded[0].Id)).Reason);
        Assert.Equal(ResendOutcome.Done, (await Resend(stage, digest.Id)).Outcome);
    }

    [Theory]
    [InlineData("opsgenie", "The alert is over, and this message would open it again at the receiver.")]
    [InlineData("slack", null)]
    public async Task Resend_OfAnOpeningThatIsOver_DoesNotOpenItAgainWhereAlertsAreKept(string channel, string? reason)
    {
        await using var stage = new DeliveryStage(channel);
        await stage.OpenAsync("gpt-5.4");
        var opening = await stage.EndNextAsync(channel, DeliveryStatus.Dead, new(DeliveryResult.Retryable, 503, "down"));
        await stage.ResolveAsync("gpt-5.4");

        Assert.Equal(reason, (await Resend(stage, opening.Id)).Reason);
    }

    [Fact]
    public async Task Resend_OfAnOpeningWhoseEndIsKnown_IsRefused()
    {
        await using var stage = new DeliveryStage("slack");
        await stage.OpenAsync("gpt-5.4");
        var opening = await stage.EndNextAsync("slack", DeliveryStatus.Dead, new(DeliveryResult.Retryable, 503, "down"));
        await stage.ResolveAsync("gpt-5.4");
        await stage.EndNextAsync("slack", DeliveryStatus.Sent);

        Assert.Equal("The receiver knows that the alert is over: this message would tell of it as if it had begun after that.", (await Resend(stage, opening.Id)).Reason);
    }

    [Fact]
    public async Task Resend_OfAnOpeningThatIsOverUnknown_TakesTheEndWithIt()
    {
        await using var stage = new DeliveryStage("slack");
        await stage.OpenAsync("gpt-5.4");
        var opening = await stage.EndNextAsync("slack", DeliveryStatus.Failed, new(DeliveryResult.Rejected, 400, "no"));
        await stage.ResolveAsync("gpt-5.4");
        Assert.Equal([(DeliveryStatus.Skipped, "nothing was sent of the opening"), (DeliveryStatus.Failed, "no")], (await stage.ListAsync()).Select(message => (message.Status, message.Reason!)));

        Assert.Equal(ResendOutcome.Done, (await Resend(stage, opening.Id)).Outcome);

        Assert.Equal(MessageTypes.Opened, (await stage.EndNextAsync("slack", DeliveryStatus.Sent)).Event);
        Assert.Equal(MessageTypes.Resolved, (await stage.EndNextAsync("slack", DeliveryStatus.Sent)).Event);
    }

    [Fact]
    public async Task Repeat_OfWhatWasTold_IsCalledOne()
    {
        await using var stage = new DeliveryStage("slack");
        var alert = Assert.Single(await stage.OpenAsync("gpt-5.4"));
        await stage.EndNextAsync("slack", DeliveryStatus.Sent);
        await stage.RepeatAsync("gpt-5.4");
        await stage.EndNextAsync("slack", DeliveryStatus.Sent);
        await stage.ResolveAsync("gpt-5.4");

        Assert.Equal([("alert.resolved", false), ("alert.opened", true), ("alert.opened", false)], (await stage.ListAsync()).Select(message => (message.Event, message.IsRepeat)));
        var detail = (await new SqliteAlertLog(stage.Database).FindAsync(alert, DeliveryStage.Cancel))!;
        Assert.Equal([false, true, false], detail.Deliveries.Select(delivery => delivery.IsRepeat));
        Assert.Equal(["Sent to slack (alert.opened)", "Sent to slack (alert.opened, again)"], detail.Timeline.Where(line => line.Kind == "delivery").Select(line => line.Text!));
    }

    [Fact]
    public async Task Inbox_MarkedRead_StaysSoForThatReaderOnly()
    {
        await using var stage = new DeliveryStage("slack");
        await stage.OpenAsync("one", "two");
        Assert.Empty((await stage.Inbox.ReadAsync("ann", 10, DeliveryStage.Cancel)).Notifications);
        await using var inApp = new DeliveryStage(new NotificationChannel("night", "in_app", new Alerting.Delivery.Channels.InAppConfig()));
        await inApp.OpenAsync("one", "two", "three");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await inApp.EndNextAsync("night", DeliveryStatus.Sent);
        }

        var page = await inApp.Inbox.ReadAsync("ann", 2, DeliveryStage.Cancel);
        Assert.Equal((2, 3), (page.Notifications.Count, page.Unread));
        Assert.True(await inApp.Inbox.MarkReadAsync("ann", page.Notifications[1].Delivery.Id, DeliveryStage.Cancel));
        page = await inApp.Inbox.ReadAsync("ann", 2, DeliveryStage.Cancel);
        Assert.Equal((1, false, true), (page.Unread, page.Notifications[0].IsRead, page.Notifications[1].IsRead));

        Assert.True(await inApp.Inbox.MarkReadAsync("ann", null, DeliveryStage.Cancel));
        Assert.False(await inApp.Inbox.MarkReadAsync("ann", "msg_nope", DeliveryStage.Cancel));
        Assert.Equal(0, (await inApp.Inbox.ReadAsync("ann", 2, DeliveryStage.Cancel)).Unread);
        Assert.Equal(3, (await inApp.Inbox.ReadAsync("bob", 2, DeliveryStage.Cancel)).Unread);
    }

    private static Task<ResendResult> Resend(DeliveryStage stage, string id) => stage.Desk.ResendAsync(id, "ann", DeliveryStage.Cancel);
}
