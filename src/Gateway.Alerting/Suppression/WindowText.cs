using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Alerting.Suppression;

/// <summary>A window of time that comes again every day, or on some days of the week.</summary>
/// <param name="Start">Such as <c>22:00</c>.</param>
/// <param name="End">Such as <c>07:00</c>; <c>24:00</c> is midnight.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Days"><c>mon</c> to <c>sun</c>; null for every day.</param>
public sealed partial record WindowText(string? Start, string? End, string? TimeZone, IReadOnlyList<string>? Days)
{
    public const string StartField = "start";
    public const string EndField = "end";
    public const string ZoneField = "time_zone";
    public const string DaysField = "days";

    /// <summary>The longest IANA name has 32 characters.</summary>
    private const int LongestZone = 64;

    private const string DayWords = "mon, tue, wed, thu, fri, sat or sun";

    private static readonly string[] Words = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static WindowText Of(WeeklyWindow window) => new(
        Format(window.Start),
        Format(window.End),
        window.Zone.Id,
        window.Days.Count == Words.Length ? null : [.. window.Days.OrderBy(day => ((int)day + 6) % 7).Select(day => Words[(int)day])]);

    /// <returns>The window, or null when something is wrong; each mistake with its field.</returns>
    public WeeklyWindow? Read(Action<string, string> mistake)
    {
        var start = ReadTime(Start, StartField, mistake);
        var end = ReadTime(End == "24:00" ? "00:00" : End, EndField, mistake);
        var zone = ReadZone(mistake);
        var days = ReadDays(mistake);
        return start is { } from && end is { } to && zone is not null && days is not null ? new(from, to, zone, days) : null;
    }

    /// <summary>The same for a new window: one that is on all the time is refused.</summary>
    public WeeklyWindow? ReadAsked(Action<string, string> mistake)
    {
        var window = Read(mistake);
        if (window is not { IsAlways: true })
        {
            return window;
        }

        mistake(EndField, "must be another time than the start, or the days must be named: this is all the time, and would never end");
        return null;
    }

    /// <summary>Whether there is a zone of that IANA name.</summary>
    public static bool IsZone(string? name) => FindZone(name) is not null;

    /// <summary>The name becomes a path of the system's zone files: nothing but a name may get there.</summary>
    private static TimeZoneInfo? FindZone(string? name) =>
        name is { Length: <= LongestZone } && ZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;

    private static TimeOnly? ReadTime(string? text, string field, Action<string, string> mistake)
    {
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        mistake(field, "must be a time of day such as \"22:00\"");
        return null;
    }

    private TimeZoneInfo? ReadZone(Action<string, string> mistake)
    {
        if (FindZone(TimeZone) is { } zone)
        {
            return zone;
        }

        mistake(ZoneField, "must be an IANA time zone such as \"Europe/Berlin\" or \"UTC\"");
        return null;
    }

    private List<DayOfWeek>? ReadDays(Action<string, string> mistake)
    {
        if (Days is null)
        {
            return [.. WeeklyWindow.EveryDay];
        }

        var days = Days.Select(day => Array.IndexOf(Words, day.ToLowerInvariant())).Distinct().ToList();
        if (days.Count > 0 && !days.Contains(-1))
        {
            return [.. days.Select(day => (DayOfWeek)day)];
        }

        mistake(DaysField, $"must be an array of at least one of {DayWords}");
        return null;
    }

    private static string Format(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")]
    private static partial Regex ZoneName();
}
