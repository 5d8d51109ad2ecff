namespace Gateway.Alerting.Windows;

/// <summary>Sum since the first of the month in one time zone. What arrives late from the month before is left out. Not thread-safe.</summary>
public sealed class MonthWindow(TimeZoneInfo zone) : IMetricWindow
{
    private CalendarMonth _month;

    public long ThisMonth { get; private set; }

    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        if (at >= _month.Start)
        {
            ThisMonth += value;
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        if (now >= _month.End)
        {
            _month = CalendarMonth.At(now, zone);
            ThisMonth = 0;
        }
    }
}
