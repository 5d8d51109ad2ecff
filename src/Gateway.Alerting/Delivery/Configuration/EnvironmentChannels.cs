using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>The environment names that configure built-in channels. Settings of the same channel win, field by field.</summary>
internal static class EnvironmentChannels
{
    private static readonly (string Variable, string Channel, string Field)[] Names =
    [
        ("SMTP_SERVER", "email", "smtp_server"),
        ("SMTP_PORT", "email", "smtp_port"),
        ("SMTP_USER", "email", "smtp_user"),
        ("SMTP_PASSWORD", "email", "smtp_password"),
        ("SMTP_FROM", "email", "from"),
        ("SMTP_TO", "email", "to"),
        ("SLACK_WEBHOOK_URL", "slack", "webhook_url"),
        ("PAGERDUTY_INTEGRATION_KEY", "pagerduty", "integration_key"),
    ];

    /// <summary>The channels that have at least one of their names set.</summary>
    public static Dictionary<string, JsonObject> Read(IConfiguration configuration) => Names
        .Where(name => !string.IsNullOrWhiteSpace(configuration[name.Variable]))
        .GroupBy(name => name.Channel)
        .ToDictionary(
            channel => channel.Key,
            channel => new JsonObject(channel.Select(name => KeyValuePair.Create(name.Field, (JsonNode?)configuration[name.Variable]))),
            StringComparer.Ordinal);

    /// <summary>The environment name behind a field, for messages.</summary>
    public static string? VariableOf(string channel, string field) =>
        Names.FirstOrDefault(name => name.Channel == channel && name.Field == field).Variable;
}
