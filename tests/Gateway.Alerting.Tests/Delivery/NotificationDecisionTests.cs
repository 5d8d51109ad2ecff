using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Tests.Suppression;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Delivery;

/// <summary>The whole decision, as a table: who is told of what, and why not.</summary>
public sealed class NotificationDecisionTests
{
    private static readonly NotificationChannel Ops = new("ops", "webhook", new WebhookConfig(new("https://hooks.example/ops"), [], new Dictionary<string, string>()));

    private static readonly NotificationQuestion Opened = new() { Event = NotificationEvent.Opened, ChannelId = "ops", Channel = Ops, Severity = AlertPriority.High, Now = Some.Noon };

    private static readonly NotificationQuestion Resolved = Opened with { Event = NotificationEvent.Resolved, Status = AlertStatus.Resolved, OpeningSent = true };

    private static readonly Muting Silence = new("silenced by ann until 14:00 UTC", Some.Noon.AddHours(2));

    /// <summary>Noon is in it.</summary>
    private static readonly QuietHours Quiet = new(WeeklyWindowTests.Window("08:00", "17:00", "Europe/Berlin"));

    private static readonly DateTimeOffset QuietEnd = Some.Noon.AddHours(4);

    public static TheoryData<string, NotificationQuestion, string?, DateTimeOffset?> Table => new()
    {
        { "opened", Opened, null, null },
        { "repeated", Opened with { Event = NotificationEvent.Repeated, OpeningSent = true }, null, null },
        { "resolved", Resolved, null, null },
        { "acknowledged", Opened with { Event = NotificationEvent.Acknowledged, Status = AlertStatus.Acknowledged, OpeningSent = true }, null, null },

        { "rule without resolved", Resolved with { RuleSendsResolved = false }, "the rule does not send resolved", null },
        { "rule without resolved, opened", Opened with { RuleSendsResolved = false }, null, null },
        { "no such channel", Opened with { Channel = null, ChannelExists = false }, "there is no channel 'ops'", null },
        { "not configured", Opened with { Channel = null }, "not configured", null },
        { "switched off", Opened with { Channel = Ops with { IsEnabled = false } }, "the channel is switched off", null },
        { "channel without resolved", Resolved with { Channel = Ops with { SendResolved = false } }, "the channel does not want resolved", null },
        { "too low", Opened with { Channel = Ops with { MinPriority = AlertPriority.Critical } }, "the channel takes critical and above, this is high", null },
        { "just high enough", Opened with { Channel = Ops with { MinPriority = AlertPriority.High } }, null, null },

        { "opened, over", Opened with { Status = AlertStatus.Resolved }, "it was resolved before that", null },
        { "acknowledged, over", Opened with { Event = NotificationEvent.Acknowledged, Status = AlertStatus.Resolved, OpeningSent = true }, "it was resolved before that", null },
        { "opened, taken on", Opened with { Status = AlertStatus.Acknowledged, AcknowledgedBy = "bob" }, "acknowledged by bob", null },
        { "repeated, taken on", Opened with { Event = NotificationEvent.Repeated, Status = AlertStatus.Acknowledged, AcknowledgedBy = "bob" }, "acknowledged by bob", null },
        { "opened, told already", Opened with { OpeningSent = true }, "it has been sent meanwhile", null },
        { "resolved, never told", Resolved with { OpeningSent = false }, "nothing was sent of the opening", null },
        { "resolved, never told, silenced", Resolved with { OpeningSent = false, Silence = Silence }, "nothing was sent of the opening", null },

        { "silenced", Opened with { Silence = Silence }, Silence.Reason, Silence.Until },
        { "silenced, critical", Opened with { Silence = Silence, Severity = AlertPriority.Critical }, Silence.Reason, Silence.Until },
        { "silenced, resolved", Resolved with { Silence = Silence }, Silence.Reason, Silence.Until },
        { "silenced, repeated", Opened with { Event = NotificationEvent.Repeated, Silence = Silence }, Silence.Reason, null },
        { "silenced, not configured", Opened with { Silence = Silence, Channel = null }, "not configured", null },
        { "silenced and quiet", Opened with { Silence = Silence, Channel = Ops with { QuietHours = Quiet } }, Silence.Reason, Silence.Until },

        { "quiet", Opened with { Channel = Ops with { QuietHours = Quiet } }, "quiet hours until 17:00 Europe/Berlin", QuietEnd },
        { "quiet, over", Opened with { Channel = Ops with { QuietHours = Quiet }, Now = QuietEnd }, null, null },
        { "quiet, critical", Opened with { Channel = Ops with { QuietHours = Quiet }, Severity = AlertPriority.Critical }, null, null },
        { "quiet for critical too", Opened with { Channel = Ops with { QuietHours = Quiet with { CriticalPasses = false } }, Severity = AlertPriority.Critical }, "quiet hours until 17:00 Europe/Berlin", QuietEnd },
        { "quiet, repeated", Opened with { Event = NotificationEvent.Repeated, Channel = Ops with { QuietHours = Quiet } }, "quiet hours until 17:00 Europe/Berlin", null },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Decide_EveryCase_HasItsReason(string name, NotificationQuestion asked, string? reason, DateTimeOffset? heldUntil) =>
        Assert.Equal((name, new NotificationDecision(reason is null, reason, heldUntil)), (name, NotificationDecision.Decide(asked)));
}
