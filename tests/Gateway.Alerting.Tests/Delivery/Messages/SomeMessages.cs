using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Delivery.Messages;

/// <summary>An alert and the messages of its life, as they lie in the outbox.</summary>
internal static class SomeMessages
{
    public static readonly Announcer Announcer = new("Gateway Alerts", new("https://gateway.example.com/base/"));

    /// <summary>Markup of every medium, line breaks, right-to-left, emoji, half a surrogate pair and 100 KB.</summary>
    public static string Nasty { get; } =
        "<!channel> <@U1> @everyone <script>alert('x')</script> [link](https://evil.example) *b* _i_ `c` {{DATE(2020-01-01T00:00:00Z)}} \"q\" & \r\nBcc: evil@example.com\r\n\0\u001b[31m \u202Egnp.exe\u202C עברית العربية 👩‍👩‍👧‍👦 \ud83d "
        + string.Concat(Enumerable.Repeat("<&>*_😀", 15_000));

    public static Alert Alert { get; } = new()
    {
        Id = "0195a1",
        RuleId = "budget-spike",
        RuleName = "Budget Spike",
        Group = new Dictionary<string, string> { ["model"] = "gpt-5.4" },
        Severity = AlertPriority.Critical,
        TriggeredAt = Some.Noon,
        Description = "model gpt-5.4: cost of the day is $512.30 (over $500)",
        RuleDescription = "Spend of the day.\nAsk the platform team.",
        Labels = new Dictionary<string, string> { ["team"] = "search" },
        RunbookUrl = "https://wiki.example.com/budget?a=1&b=2",
        Conditions =
        [
            new("cost_change_percent", ">", 20, null, false, 0, "nothing to compare with"),
            new("daily_cost", ">", 500, 512.3, true, 4200, null),
        ],
        ValueAtTrigger = 512.3,
        PeakValue = 512.3,
    };

    public static Alert Acknowledged { get; } = Alert with { Status = AlertStatus.Acknowledged, AcknowledgedAt = Some.Noon.AddMinutes(5), AcknowledgedBy = "ada", PeakValue = 610 };

    public static Alert Resolved { get; } = Acknowledged with { Status = AlertStatus.Resolved, ResolvedAt = Some.Noon.AddMinutes(90), ResolvedBy = Alerting.History.Alert.ByEngine, ValueAtResolve = 480 };

    /// <summary>Every text of it wants to be something else in some medium, and is far too long.</summary>
    public static Alert Hostile { get; } = Alert with
    {
        RuleName = Nasty,
        Description = Nasty,
        RuleDescription = Nasty,
        Group = new Dictionary<string, string> { ["model"] = Nasty, ["tag:\r\nx"] = Nasty, ["\u202Eevil"] = Nasty },
        Labels = Enumerable.Range(0, 40).ToDictionary(number => $"{number} <b>{Nasty[..40]}", _ => Nasty),
        RunbookUrl = "javascript:alert(1)",
        Conditions = [.. Enumerable.Repeat(new ConditionReading(Nasty[..200], ">", 1, 2, true, 3, null), 50)],
    };

    public static Alerting.Delivery.Delivery Opened => Delivery(MessageTypes.Opened, Some.Noon, Alert);

    public static Alerting.Delivery.Delivery End => Delivery(MessageTypes.Resolved, Some.Noon.AddMinutes(90), Resolved);

    public static Alerting.Delivery.Delivery Ack => Delivery(MessageTypes.Acknowledged, Some.Noon.AddMinutes(5), Acknowledged);

    public static Alerting.Delivery.Delivery Repeat => Delivery(MessageTypes.Opened, Some.Noon.AddHours(1), Alert with { PeakValue = 610 });

    public static Alerting.Delivery.Delivery Test => new("msg_test", null, "c", MessageTypes.Test, AlertMessage.WriteTest(Some.Noon), 0);

    public static Alerting.Delivery.Delivery Digest => new(
        "msg_digest",
        null,
        "c",
        MessageTypes.Digest,
        DigestMessage.Write(Some.Noon.AddHours(2), new(3, [new(MessageTypes.Opened, Some.Noon, Alert with { Severity = AlertPriority.Low }), new(MessageTypes.Resolved, Some.Noon.AddMinutes(90), Resolved)])),
        0);

    public static Alerting.Delivery.Delivery Nightmare => Delivery(MessageTypes.Opened, Some.Noon, Hostile);

    public static Alerting.Delivery.Delivery HugeDigest => new(
        "msg_digest",
        null,
        "c",
        MessageTypes.Digest,
        DigestMessage.Write(Some.Noon, new(1000, [.. Enumerable.Repeat(new AlertMessage(MessageTypes.Opened, Some.Noon, Alert with { RuleName = Nasty, Description = Nasty }), 30)])),
        0);

    /// <summary>One of each kind, named.</summary>
    public static IEnumerable<(string Name, Announcement Announcement)> EveryKind =>
        new[] { ("opened", Opened), ("repeated", Repeat), ("acknowledged", Ack), ("resolved", End), ("digest", Digest), ("test", Test) }
            .Select(message => (message.Item1, Announcer.Read(message.Item2)));

    /// <summary>Those that try the limits.</summary>
    public static TheoryData<string> Monsters => ["nightmare", "digest"];

    public static Announcement Monster(string name) => Announcer.Read(name == "digest" ? HugeDigest : Nightmare);

    private static Alerting.Delivery.Delivery Delivery(string type, DateTimeOffset at, Alert alert) => new("msg_" + type.Split('.')[1], alert.Id, "c", type, AlertMessage.Write(type, at, alert), 0);
}
