namespace Gateway.Alerting.Windows;

/// <summary>
/// Sums by the minute over today and yesterday of one time zone, for metrics that follow the calendar. Right over daylight-saving
/// changes: a day is what the zone calls a day, 23 to 25 hours. Keeps one number for each minute that had calls. Not thread-safe.
/// </summary>
public sealed class CalendarWindow(TimeZoneInfo zone) : IMetricWindow
{
    private readonly SortedDictionary<long, long> _minutes = [];
    private DateTimeOffset _now = DateTimeOffset.MinValue;
    private CalendarDays _days;

    /// <summary>Sum since the last midnight.</summary>
    public long Today { get; private set; }

    /// <summary>Sum from the midnight before it up to the same time of day as now, that minute included.</summary>
    public long YesterdaySoFar { get; private set; }

    /// <summary>Yesterday had calls up to this time of day: only then is there anything to compare with.</summary>
    public bool HasBaseline { get; private set; }

    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        if (at < _days.YesterdayStart)
        {
            return;
        }

        var minute = MinuteOf(at);
        _minutes[minute] = _minutes.GetValueOrDefault(minute) + value;
        Count(minute, value);
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        if (now <= _now)
        {
            return;
        }

        var sameMinute = MinuteOf(now) == MinuteOf(_now);
        _now = now;
        if (!sameMinute)
        {
            _days = CalendarDays.At(now, zone);
            Recompute();
        }
    }

    private void Recompute()
    {
        Today = 0;
        YesterdaySoFar = 0;
        HasBaseline = false;
        foreach (var minute in _minutes.Keys.TakeWhile(minute => minute < MinuteOf(_days.YesterdayStart)).ToList())
        {
            _minutes.Remove(minute);
        }

        foreach (var (minute, sum) in _minutes)
        {
            Count(minute, sum);
        }
    }

    private void Count(long minute, long sum)
    {
        if (minute >= MinuteOf(_days.TodayStart))
        {
            Today += sum;
        }
        else if (minute <= MinuteOf(_days.SameTimeYesterday))
        {
            YesterdaySoFar += sum;
            HasBaseline = true;
        }
    }

    private static long MinuteOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
}
