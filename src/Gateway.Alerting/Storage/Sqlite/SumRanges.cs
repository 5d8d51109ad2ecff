namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Which tables to add up for a run of buckets: the coarsest that no bucket's bound cuts.</summary>
internal static class SumRanges
{
    /// <param name="bounds">Whole minutes in unix milliseconds, ascending.</param>
    /// <param name="isDayFolded">Whether the parts of a UTC day are up to date.</param>
    /// <param name="isHourFolded">Likewise of an hour.</param>
    /// <param name="areQuartersFolded">Likewise of the quarters of an hour.</param>
    /// <param name="oldestMinute">Before it only hours are kept: one then counts for the bucket it begins in.</param>
    public static List<SumRange> Of(IReadOnlyList<long> bounds, Func<long, bool> isDayFolded, Func<long, bool> isHourFolded, Func<long, bool> areQuartersFolded, long oldestMinute)
    {
        var ranges = new List<SumRange>();
        var (at, end, next) = (bounds[0], bounds[^1], 1);
        while (at < end)
        {
            while (bounds[next] <= at)
                next++;
            var day = at + CallTime.DayMs;
            var quarter = at + CallTime.QuarterMs;
            var hour = CallTime.Bucket(at, CallTime.HourMs) + CallTime.HourMs;
            if (at == CallTime.Bucket(at, CallTime.DayMs) && day <= bounds[next] && isDayFolded(at))
                at = Add(SumSource.Days, day);
            else if (at == hour - CallTime.HourMs && (hour <= bounds[next] || hour <= oldestMinute))
                at = Add(isHourFolded(at) ? SumSource.Hours : SumSource.FullHours, hour);
            else if (hour <= oldestMinute)
                at = hour;
            else if (at == CallTime.Bucket(at, CallTime.QuarterMs) && quarter <= bounds[next] && areQuartersFolded(hour - CallTime.HourMs))
                at = Add(SumSource.Quarters, quarter);
            else
                at = Add(SumSource.FullMinutes, Math.Min(CallTime.BucketEnd(at + 1, CallTime.QuarterMs), end));
        }

        return ranges;

        long Add(SumSource source, long to)
        {
            if (ranges.Count > 0 && ranges[^1] is var last && last.Source == source && last.To == at)
                ranges[^1] = last with { To = to };
            else
                ranges.Add(new(source, at, to));
            return to;
        }
    }
}

internal enum SumSource
{
    /// <summary>Parts by day.</summary>
    Days,

    /// <summary>Parts by hour.</summary>
    Hours,

    /// <summary>Parts by quarter of an hour.</summary>
    Quarters,

    /// <summary>Sums by all dimensions at once.</summary>
    FullHours,
    FullMinutes,
}

/// <summary>A run of buckets of one table, in unix milliseconds.</summary>
internal readonly record struct SumRange(SumSource Source, long From, long To);
