using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.People;

/// <summary>How one person likes the admin, in the form of the API.</summary>
public sealed record Preferences
{
    public static IReadOnlyList<string> Themes { get; } = ["system", "light", "dark", "high-contrast"];

    /// <summary>How close together things stand.</summary>
    public static IReadOnlyList<string> Densities { get; } = ["comfortable", "compact"];

    /// <summary>Made after the lists above, whose first entries it has.</summary>
    public static Preferences Standard { get; } = new();

    public string Theme { get; init; } = Themes[0];

    public string Density { get; init; } = Densities[0];

    /// <summary>IANA name; null for the browser's own.</summary>
    public string? TimeZone { get; init; }

    public ShortcutPreferences KeyboardShortcuts { get; init; } = new();

    /// <summary>Whether the admin's pages tell of new alerts while they are open. Channels are not touched.</summary>
    public bool Notifications { get; init; } = true;

    /// <summary>When the pages tell of critical alerts only; null for never.</summary>
    public WindowText? QuietHours { get; init; }

    /// <summary>Whether the pages tell of an alert now.</summary>
    public PageNotifications NotificationsAt(DateTimeOffset now) => this switch
    {
        { Notifications: false } => PageNotifications.Off,
        { QuietHours: { } hours } when hours.Read((_, _) => { })?.EndOf(now) is not null => PageNotifications.Quiet,
        _ => PageNotifications.On,
    };
}

public sealed record ShortcutPreferences
{
    /// <summary>Off: no key does anything by itself.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A shortcut's id → its keys, where they are not the standard ones.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();
}

public enum PageNotifications
{
    On,

    /// <summary>Critical ones only.</summary>
    Quiet,
    Off,
}
