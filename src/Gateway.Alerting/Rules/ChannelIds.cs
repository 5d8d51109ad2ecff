namespace Gateway.Alerting.Rules;

/// <summary>The channels that always exist, configured or not.</summary>
public static class ChannelIds
{
    public const string InApp = "in_app";

    public static IReadOnlyList<string> BuiltIn { get; } = ["email", "slack", "pagerduty", InApp];

    /// <summary><c>slack_webhook</c> is an older spelling of <c>slack</c>.</summary>
    public static string Canonical(string id) => id == "slack_webhook" ? "slack" : id;
}
