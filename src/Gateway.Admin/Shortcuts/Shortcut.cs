namespace Gateway.Admin.Shortcuts;

/// <summary>One thing that the keyboard does. Pages register what they do under <see cref="Id"/> (<c>assets/src/shortcuts.ts</c>).</summary>
/// <param name="Id">Never changes: people's own keys are kept under it.</param>
/// <param name="Keys">The standard: one key, or two pressed one after the other, such as <c>g o</c>.</param>
/// <param name="Words">What it does.</param>
internal sealed record Shortcut(string Id, string Keys, string Words)
{
    public const string Anywhere = "Anywhere";
    public const string GoTo = "Go to";
    public const string Alerts = "On the alerts page";

    /// <summary>Where it works.</summary>
    public string Group { get; init; } = Anywhere;

    /// <summary>In the order of the list that <c>?</c> opens. Those that a page did not register are not shown there.</summary>
    public static IReadOnlyList<Shortcut> All { get; } =
    [
        new("help", "?", "Show the keyboard shortcuts"),
        new("search", "/", "Search on this page"),
        new("go.overview", "g o", "Overview") { Group = GoTo },
        new("go.alerts", "g a", "Alerts") { Group = GoTo },
        new("go.rules", "g r", "Rules") { Group = GoTo },
        new("go.silences", "g s", "Silences") { Group = GoTo },
        new("go.analytics", "g n", "Analytics") { Group = GoTo },
        new("go.calls", "g c", "Calls") { Group = GoTo },
        new("go.channels", "g h", "Channels") { Group = GoTo },
        new("go.deliveries", "g d", "Deliveries") { Group = GoTo },
        new("go.settings", "g t", "Settings") { Group = GoTo },
        new("go.api-reference", "g p", "API reference") { Group = GoTo },
        new("alerts.next", "j", "Next alert") { Group = Alerts },
        new("alerts.previous", "k", "Previous alert") { Group = Alerts },
        new("alerts.tick", "x", "Tick or untick the alert") { Group = Alerts },
        new("alerts.acknowledge", "a", "Acknowledge the alert") { Group = Alerts },
        new("alerts.resolve", "r", "Resolve the alert") { Group = Alerts },
    ];

    /// <summary>Each with its standard keys.</summary>
    public static IReadOnlyDictionary<string, string> Standard { get; } = All.ToDictionary(shortcut => shortcut.Id, shortcut => shortcut.Keys);
}
