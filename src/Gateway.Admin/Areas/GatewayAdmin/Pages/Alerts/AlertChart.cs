using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>Alerts over time, stacked by severity.</summary>
/// <param name="Bars">Oldest first.</param>
/// <param name="Unit">What a bar stands for.</param>
internal sealed record AlertChart(IReadOnlyList<AlertBar> Bars, string Unit)
{
    public const int Height = 96;

    /// <summary>Bars further apart are not told apart.</summary>
    private const int MostBars = 92;

    /// <summary>As wide as one bar with its gap, in units of the drawing; it is stretched to the page.</summary>
    public const int Pitch = 10;

    public long Total => Bars.Sum(bar => bar.Total);

    public AlertBar Highest => Bars.MaxBy(bar => bar.Total)!;

    /// <summary>The spans of some days: hours of up to two, else days, or runs of days where there are many.</summary>
    /// <param name="calendar">Where days begin.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day, not before the first.</param>
    public static (IReadOnlyList<ChartSpan> Spans, string Unit) Divide(LocalDays calendar, DateOnly first, DateOnly last)
    {
        var days = last.DayNumber - first.DayNumber + 1;
        if (days <= 2)
        {
            return (Hours(calendar, first, last), "hour");
        }

        var length = (days + MostBars - 1) / MostBars;
        var starts = Enumerable.Range(0, (days + length - 1) / length).Select(run => first.AddDays(run * length));
        return ([.. starts.Select(day => Days(calendar, day, Math.Min(last.DayNumber, day.DayNumber + length - 1)))], length == 1 ? "day" : $"{length} days");
    }

    public static string Date(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static ChartSpan Days(LocalDays calendar, DateOnly first, int lastNumber)
    {
        var last = DateOnly.FromDayNumber(lastNumber);
        return new(calendar.StartOf(first), calendar.StartOf(last.AddDays(1)), first == last ? Date(first) : $"{Date(first)} to {Date(last)}") { Zoom = (first, last) };
    }

    private static List<ChartSpan> Hours(LocalDays calendar, DateOnly first, DateOnly last)
    {
        var spans = new List<ChartSpan>();
        var end = calendar.StartOf(last.AddDays(1));
        for (var start = calendar.StartOf(first); start < end; start = start.AddHours(1))
        {
            var local = TimeZoneInfo.ConvertTime(start, calendar.Zone);
            spans.Add(new(start, start.AddHours(1), local.ToString("d MMM HH:mm", CultureInfo.InvariantCulture)));
        }

        return spans;
    }
}

/// <summary>The time that a bar stands for.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Word">What people read.</param>
internal sealed record ChartSpan(DateTimeOffset Start, DateTimeOffset End, string Word)
{
    /// <summary>The days to look at closer; null for an hour.</summary>
    public (DateOnly First, DateOnly Last)? Zoom { get; init; }
}

/// <summary>One bar.</summary>
internal sealed record AlertBar(ChartSpan Span, SeverityCounts Counts)
{
    public long Total => Counts.Critical + Counts.High + Counts.Medium + Counts.Low;

    /// <summary>The parts from the bottom up, most urgent first: tone, lower edge and height, in units of a drawing so high that <paramref name="top"/> fills it.</summary>
    public IEnumerable<(string Tone, double Y, double Height)> Parts(long top)
    {
        var below = 0L;
        foreach (var (tone, count) in new[] { ("critical", Counts.Critical), ("error", Counts.High), ("warning", Counts.Medium), ("info", Counts.Low) })
        {
            below += count;
            if (count > 0)
            {
                yield return (tone, AlertChart.Height - (below * (double)AlertChart.Height / top), count * (double)AlertChart.Height / top);
            }
        }
    }
}
