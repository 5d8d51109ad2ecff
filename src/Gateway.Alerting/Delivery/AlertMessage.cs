using System.Text.Json;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Delivery;

/// <summary>The body of a message: the alert as the API shows it, at the moment it tells of.</summary>
/// <param name="Type"><c>alert.opened, alert.acknowledged, alert.resolved, alert.test</c>.</param>
/// <param name="Timestamp">When that was.</param>
/// <param name="Data">The alert.</param>
public sealed record AlertMessage(string Type, DateTimeOffset Timestamp, Alert Data)
{
    public static string Write(string type, DateTimeOffset at, Alert alert) =>
        JsonSerializer.Serialize(new AlertMessage(type, at, alert), GatewayJson.Options);
}
