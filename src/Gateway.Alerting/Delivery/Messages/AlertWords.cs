using System.Globalization;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Delivery.Messages;

/// <summary>The words that messages have in common, whatever the medium.</summary>
internal static class AlertWords
{
    private const int LongestGroup = 200;

    /// <summary>"Critical: Budget Spike (model gpt-5.4)", "Resolved: …".</summary>
    public static string Title(AnnouncementKind kind, Alert alert)
    {
        var group = string.Join(", ", alert.Group.Select(part => PlainText.Line($"{part.Key} {part.Value}")));
        return Name(kind, alert) + (group.Length == 0 ? "" : $" ({Cut.To(group, LongestGroup)})");
    }

    /// <summary>All in one line, for media that have only one: "Critical: Budget Spike – model gpt-5.4: cost of the day is $512.30 (over $500)".</summary>
    public static string Summary(AnnouncementKind kind, Alert alert) => $"{Name(kind, alert)} – {PlainText.Line(alert.Description)}";

    /// <summary>"12 opened, 3 resolved".</summary>
    public static string Count(IEnumerable<AnnouncementKind> kinds, int total)
    {
        var counts = kinds.CountBy(kind => kind).OrderBy(count => count.Key).ToList();
        var rest = total - counts.Sum(count => count.Value);
        var words = counts.Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}").Concat(rest > 0 ? [$"{rest} more"] : []);
        return $"More happened than this channel may be told one by one: {string.Join(", ", words)}.";
    }

    public static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What stands for facts that did not fit; null when all did.</summary>
    public static string? More(Announcement announcement) => announcement.Omitted == 0
        ? null
        : $"and {announcement.Omitted} more" + (announcement.Link is null ? "" : " in the dashboard");

    private static string Name(AnnouncementKind kind, Alert alert) =>
        kind == AnnouncementKind.Test ? PlainText.Line(alert.RuleName) : $"{Lead(kind, alert)}: {PlainText.Line(alert.RuleName)}";

    private static string Lead(AnnouncementKind kind, Alert alert) => kind switch
    {
        AnnouncementKind.Opened => alert.Severity.ToString(),
        AnnouncementKind.Repeated => $"Still {alert.Severity.ToString().ToLowerInvariant()}",
        _ => kind.ToString(),
    };
}
