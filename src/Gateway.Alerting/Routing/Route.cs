using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Routing;

/// <summary>Which channels get which alerts of rules that name no channels themselves.</summary>
/// <param name="Match">Which alerts.</param>
/// <param name="Channels">Where to, by id.</param>
/// <param name="Continue">Whether later routes are looked at too.</param>
public sealed record Route(RouteMatch Match, IReadOnlyList<string> Channels, bool Continue = false);

/// <summary>Which alerts a route is for. What is empty or null matches all.</summary>
public sealed record RouteMatch
{
    /// <summary>Any of these.</summary>
    public IReadOnlyList<AlertPriority> Priorities { get; init; } = [];

    /// <summary>Every label must be there and match its glob.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Every dimension of the group must be there and match its glob.</summary>
    public IReadOnlyDictionary<string, string> Group { get; init; } = new Dictionary<string, string>();

    /// <summary>Only when the alert falls into this part of the day.</summary>
    public WeeklyWindow? Time { get; init; }

    /// <returns>The first thing that does not match, in words; null when all does.</returns>
    public string? WhyNot(AlertSubject alert, DateTimeOffset now)
    {
        if (Priorities.Count > 0 && !Priorities.Contains(alert.Severity))
        {
            return $"priority is {EnumWords.Of(alert.Severity)}";
        }

        return Mismatch("label", Labels, alert.Labels)
            ?? Mismatch("group", Group, alert.Group)
            ?? (Time is null || Time.EndOf(now) is not null ? null : "it is outside of the route's time");
    }

    private static string? Mismatch(string what, IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> there) => wanted
        .Where(pair => !AlertMatcher.IsMatch(pair.Value, there.GetValueOrDefault(pair.Key)))
        .Select(pair => there.TryGetValue(pair.Key, out var value) ? $"{what} {pair.Key} is {value}" : $"there is no {what} {pair.Key}")
        .FirstOrDefault();
}
