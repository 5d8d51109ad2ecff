using System.Text.Json;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>The body of a message: the alert as the API shows it, at the moment it tells of.</summary>
/// <param name="Type">One of <see cref="MessageTypes"/>, but not a digest.</param>
/// <param name="Timestamp">When that was.</param>
/// <param name="Data">The alert.</param>
public sealed record AlertMessage(string Type, DateTimeOffset Timestamp, Alert Data)
{
    public static string Write(string type, DateTimeOffset at, Alert alert) =>
        JsonSerializer.Serialize(new AlertMessage(type, at, alert), GatewayJson.Options);

    /// <summary>The body of a message that only shows that a channel works.</summary>
    public static string WriteTest(DateTimeOffset at) => Write(MessageTypes.Test, at, new()
    {
        Id = "test",
        RuleId = "test",
        RuleName = "Test message",
        Severity = AlertPriority.Low,
        TriggeredAt = at,
        Description = "This channel works. No alert is firing.",
    });
}

/// <summary>The body of a message that stands for several which its channel's rate limit did not let through.</summary>
/// <param name="Type"><see cref="MessageTypes.Digest"/>.</param>
/// <param name="Timestamp">When it was made.</param>
/// <param name="Data">What it stands for.</param>
public sealed record DigestMessage(string Type, DateTimeOffset Timestamp, AlertDigest Data)
{
    public static string Write(DateTimeOffset at, AlertDigest digest) =>
        JsonSerializer.Serialize(new DigestMessage(MessageTypes.Digest, at, digest), GatewayJson.Options);
}

/// <summary>Messages in one.</summary>
/// <param name="Count">How many there are, those left out of the list included.</param>
/// <param name="Messages">The messages, or the first of very many.</param>
public sealed record AlertDigest(int Count, IReadOnlyList<AlertMessage> Messages);

/// <summary>The <c>type</c> of a message. A repeat is an <see cref="Opened"/> that comes later than its alert.</summary>
public static class MessageTypes
{
    public const string Opened = "alert.opened";
    public const string Acknowledged = "alert.acknowledged";
    public const string Resolved = "alert.resolved";
    public const string Digest = "alert.digest";
    public const string Test = "alert.test";
}
