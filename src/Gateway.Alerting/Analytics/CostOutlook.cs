using Gateway.Alerting.Storage;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Analytics;

/// <summary>What today and this month have cost, and where they are heading if people go on as in the last seven days.</summary>
public sealed class CostOutlook(ICallAnalytics analytics, LocalDays calendar, TimeProvider time)
{
    private const int Lookback = 7;

    public async Task<CostForecast> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = calendar.Today;
        var month = new DateOnly(today.Year, today.Month, 1);
        var days = calendar.Last(Lookback + 1).Select(calendar.StartOf).ToList();
        var first = days[0] < calendar.StartOf(month) ? days[0] : calendar.StartOf(month);
        var hours = CallInterval.Hour.Bounds(first, now, calendar.Zone);
        var totals = await analytics.ReadAsync(new() { Bounds = hours, Sums = CallSumParts.Cost }, cancellationToken);
        var costs = totals.Select(total => new HourCost(hours[total.Bucket], total.Sums)).OrderBy(hour => hour.Start).ToList();
        return CostForecast.Of(costs, now, days, calendar.StartOf(month), calendar.StartOf(today.AddDays(1)), DateTime.DaysInMonth(today.Year, today.Month) - today.Day);
    }

    /// <summary>What the calls of an hour cost.</summary>
    internal readonly record struct HourCost(DateTimeOffset Start, CallSums Sums)
    {
        public decimal Dollars => Sums.Cost.Dollars;
    }
}

/// <summary>In US dollars; a forecast is null while nothing is known to go by.</summary>
/// <param name="Today">Since midnight.</param>
/// <param name="TodayAtEnd">Today so far, and the rest of the day as it was on average over the days of <paramref name="Basis"/>; without any, at today's pace.</param>
/// <param name="Month">Since the first.</param>
/// <param name="MonthAtEnd">This month so far, the rest of today, and for each day left an average day.</param>
/// <param name="Basis">Whole days with calls that the forecast goes by, at most seven; 0 means today's pace.</param>
public sealed record CostForecast(decimal Today, decimal? TodayAtEnd, decimal Month, decimal? MonthAtEnd, int Basis)
{
    /// <param name="costs">By hour, oldest first.</param>
    /// <param name="now">The instant of the forecast.</param>
    /// <param name="days">Where today (last) and the days before it begin.</param>
    /// <param name="month">Where the month begins.</param>
    /// <param name="tomorrow">Where today ends.</param>
    /// <param name="daysLeft">Whole days of the month after today.</param>
    internal static CostForecast Of(IReadOnlyList<CostOutlook.HourCost> costs, DateTimeOffset now, IReadOnlyList<DateTimeOffset> days, DateTimeOffset month, DateTimeOffset tomorrow, int daysLeft)
    {
        var today = Sum(days[^1], now);
        var sinceFirst = Sum(month, now);
        // Days before the first call are no days of nothing.
        var known = costs.Count == 0 ? [] : Enumerable.Range(0, days.Count - 1).Where(day => days[day] >= costs[0].Start || Sum(days[day], days[day + 1]) > 0).ToList();
        var elapsed = now - days[^1];
        if (known.Count == 0)
        {
            var pace = elapsed >= TimeSpan.FromHours(1) ? today / (decimal)(elapsed / (tomorrow - days[^1])) : (decimal?)null;
            return new(today, pace, sinceFirst, sinceFirst - today + (pace * (1 + daysLeft)), 0);
        }

        var rest = known.Average(day => Sum(days[day] + elapsed, days[day + 1]));
        var whole = known.Average(day => Sum(days[day], days[day + 1]));
        return new(today, today + rest, sinceFirst, sinceFirst + rest + (daysLeft * whole), known.Count);

        // An hour that a bound cuts counts by its share.
        decimal Sum(DateTimeOffset from, DateTimeOffset to) => costs.Sum(hour =>
        {
            var begin = hour.Start > from ? hour.Start : from;
            var end = hour.Start.AddHours(1) < to ? hour.Start.AddHours(1) : to;
            var share = (end - begin) / (hour.Start.AddHours(1) > now ? now - hour.Start : TimeSpan.FromHours(1));
            return share <= 0 ? 0 : hour.Dollars * (decimal)Math.Min(1, share);
        });
    }
}
