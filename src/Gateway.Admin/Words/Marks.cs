using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;

namespace Gateway.Admin.Words;

/// <summary>A word with the shape and tone that go with it. Shape and word carry the meaning; the tone only helps.</summary>
/// <param name="Word">What people read.</param>
/// <param name="Icon">A name from <see cref="Icons"/>.</param>
/// <param name="Tone">Names the colour: <c>ok, info, warning, error, critical, quiet</c>.</param>
internal sealed record Mark(string Word, string Icon, string Tone);

/// <summary>The marks of everything that has a state.</summary>
internal static class Marks
{
    public static Mark Of(AlertPriority severity) => severity switch
    {
        AlertPriority.Critical => new("Critical", "diamond", "critical"),
        AlertPriority.High => new("High", "octagon", "error"),
        AlertPriority.Medium => new("Medium", "triangle", "warning"),
        _ => new("Low", "circle", "info"),
    };

    public static Mark Of(AlertStatus status) => status switch
    {
        AlertStatus.Open => new("Open", "dot", "error"),
        AlertStatus.Acknowledged => new("Acknowledged", "eye", "info"),
        _ => new("Resolved", "check", "ok"),
    };

    public static Mark Of(HealthState state) => state switch
    {
        HealthState.Healthy => new("Healthy", "check", "ok"),
        HealthState.Degraded => new("Degraded", "triangle", "warning"),
        _ => new("Failing", "octagon", "error"),
    };

    public static Mark Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Success => new("Success", "check", "ok"),
        CallOutcome.ClientError => new("Client error", "circle", "info"),
        CallOutcome.RateLimited => new("Rate limited", "triangle", "warning"),
        CallOutcome.Overloaded => new("Overloaded", "triangle", "warning"),
        CallOutcome.ServerError => new("Server error", "octagon", "error"),
        CallOutcome.Timeout => new("Timeout", "clock", "error"),
        CallOutcome.ConnectionError => new("No connection", "octagon", "error"),
        CallOutcome.StreamError => new("Stream error", "octagon", "error"),
        CallOutcome.StreamTruncated => new("Truncated", "triangle", "warning"),
        _ => new("Cancelled", "minus", "quiet"),
    };

    /// <summary>What became of a delivery, by the words the API uses.</summary>
    public static Mark OfDelivery(string status) => status switch
    {
        "sent" => new("Sent", "check", "ok"),
        "pending" => new("Pending", "clock", "info"),
        "skipped" => new("Skipped", "minus", "quiet"),
        "failed" => new("Refused for good", "octagon", "error"),
        "dead" => new("Gave up", "octagon", "error"),
        _ => new(status, "circle", "quiet"),
    };
}
