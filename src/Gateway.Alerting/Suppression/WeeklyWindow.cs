using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Suppression;

/// <summary>
/// A part of the day that comes again every week on the same days, by the clock on the wall. One whose end is not after its start runs over
/// midnight, or the whole day round when they are the same. Start included, end excluded.
/// <para>
/// When clocks change: a start or end that the spring change skips is the first instant after the gap; of two that the autumn change makes,
/// the window begins at the first and ends at the second, so that it is one and never shorter than the clock says.
/// </para>
/// </summary>
/// <param name="Start">In local time.</param>
/// <param name="End">In local time.</param>
/// <param name="Zone">Whose clock.</param>
/// <param name="Days">The days on which it begins.</param>
public sealed record WeeklyWindow(TimeOnly Start, TimeOnly End, TimeZoneInfo Zone, IReadOnlyList<DayOfWeek> Days)
{
    /// <summary>Windows that touch are one; those that never end are looked at again after so many days.</summary>
    private const int MostJoined = 8;

    public static IReadOnlyList<DayOfWeek> EveryDay { get; } = Enum.GetValues<DayOfWeek>();

    /// <summary>Whether it never ends.</summary>
    public bool IsAlways => Start == End && Days.Count == EveryDay.Count;

    /// <summary>When the window ends that is on now, together with those that follow it without a gap; null when none is on.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset now)
    {
        DateTimeOffset? end = null;
        for (var joined = 0; joined < MostJoined && OneAt(end ?? now) is { } next; joined++)
        {
            end = next;
        }

        return end;
    }

    private DateTimeOffset? OneAt(DateTimeOffset instant)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
        return EndOn(today, instant) ?? EndOn(today.AddDays(-1), instant);
    }

    private DateTimeOffset? EndOn(DateOnly day, DateTimeOffset instant)
    {
        if (!Days.Contains(day.DayOfWeek))
        {
            return null;
        }

        var start = CalendarDays.ToInstant(day.ToDateTime(Start), Zone);
        var end = LastInstant(day.AddDays(End <= Start ? 1 : 0).ToDateTime(End));
        return start <= instant && instant < end ? end : null;
    }

    private DateTimeOffset LastInstant(DateTime local) => Zone.IsAmbiguousTime(local)
        ? new DateTimeOffset(local, Zone.GetAmbiguousTimeOffsets(local).Min()).ToUniversalTime()
        : CalendarDays.ToInstant(local, Zone);
}
