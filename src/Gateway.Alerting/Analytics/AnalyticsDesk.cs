namespace Gateway.Alerting.Analytics;

/// <summary>Answers what the analytics page and API ask: totals, comparisons and series, each of some scope.</summary>
public sealed class AnalyticsDesk(ICallAnalytics analytics)
{
    /// <summary>Everything in one.</summary>
    public async Task<CallTotals> TotalAsync(AnalyticsScope scope, CancellationToken cancellationToken) =>
        (await analytics.ReadAsync(Query(scope) with { Quantiles = true }, cancellationToken)).SingleOrDefault() ?? CallTotals.None;

    /// <summary>The same, and the period before.</summary>
    public async Task<AnalyticsChange> ChangeAsync(AnalyticsScope scope, CancellationToken cancellationToken)
    {
        var (now, before) = (TotalAsync(scope, cancellationToken), TotalAsync(scope.Before, cancellationToken));
        return new(null, await now, await before);
    }

    /// <summary>The groups with the most calls or, where costs are known, the highest costs first, each with the period before.</summary>
    public async Task<AnalyticsComparison> CompareAsync(
        AnalyticsScope scope, CallDimension dimension, int limit, bool withBefore, CallSumParts sums, CancellationToken cancellationToken)
    {
        // Filtered by another dimension the same rows are read for a little as for all of it; by its own, few groups need more than a little.
        var readsOnce = scope.Filters.Keys.Any(filter => filter != dimension);
        var groups = readsOnce ? await DetailsAsync(scope, dimension, null, sums | CallSumParts.Cost, cancellationToken) : await GroupsAsync(scope, dimension, CallSumParts.Cost, cancellationToken);
        var largest = Largest(groups, limit);
        var now = (readsOnce ? largest : await DetailsAsync(scope, dimension, largest, sums, cancellationToken)).ToDictionary(group => group.Group!.Id);
        var before = withBefore ? (await DetailsAsync(scope.Before, dimension, largest, sums, cancellationToken)).ToDictionary(group => group.Group!.Id) : null;
        return new(
            [.. largest.Select(group => new AnalyticsChange(group.Group, now.GetValueOrDefault(group.Group!.Id, group), before?.GetValueOrDefault(group.Group!.Id) ?? CallTotals.None))],
            groups.Count);
    }

    /// <summary>A metric over time. Of many groups the largest have a line of their own; the rest is <c>other</c> where that can be told.</summary>
    public async Task<AnalyticsSeries> SeriesAsync(AnalyticsScope scope, AnalyticsMetric metric, CallInterval interval, CallDimension? groupBy, int most, CancellationToken cancellationToken)
    {
        var bounds = interval.Bounds(scope.From, scope.To, scope.Zone);
        var query = Query(scope) with { Bounds = bounds, Sums = metric.Needs, Quantiles = metric.IsQuantile };
        if (groupBy is not { } dimension)
            return new(bounds, [Line("all calls", await analytics.ReadAsync(query, cancellationToken), metric, bounds.Count - 1)]);

        var groups = await GroupsAsync(scope, dimension, metric.Needs, cancellationToken);
        var top = groups.OrderByDescending(group => metric.IsSum ? metric.Value(group) : group.Sums.Calls).ThenBy(group => group.Group!.Value, StringComparer.Ordinal).Take(most).ToList();
        var totals = await analytics.ReadAsync(query with { GroupBy = groupBy, Groups = Ids(top) }, cancellationToken);
        var byGroup = totals.ToLookup(total => total.Group!.Id);
        var lines = top.Select(group => Line(group.Group!.Value ?? AnalyticsLine.NoValue, byGroup[group.Group!.Id], metric, bounds.Count - 1)).ToList();
        // A call has many tags: what is left of the whole means nothing.
        if (metric.IsSum && groups.Count > top.Count && dimension != CallDimension.Tag)
            lines.Add(Rest(Line("", await analytics.ReadAsync(query, cancellationToken), metric, bounds.Count - 1), lines));
        return new(bounds, lines);
    }

    /// <summary>All calls that ended in each hour of the day, midnight first.</summary>
    public async Task<IReadOnlyList<CallTotals>> HoursOfDayAsync(AnalyticsScope scope, AnalyticsMetric metric, CancellationToken cancellationToken)
    {
        var bounds = CallInterval.Hour.Bounds(scope.From, scope.To, scope.Zone);
        var hours = bounds.Take(bounds.Count - 1).Select(bound => TimeZoneInfo.ConvertTime(bound, scope.Zone).Hour).ToList();
        var query = Query(scope) with { Bounds = bounds, Slots = hours, Sums = metric.Needs, Quantiles = metric.IsQuantile };
        var byHour = (await analytics.ReadAsync(query, cancellationToken)).ToDictionary(total => total.Bucket);
        return [.. Enumerable.Range(0, 24).Select(hour => byHour.GetValueOrDefault(hour, CallTotals.None with { Bucket = hour }))];
    }

    /// <summary>Sums and quantiles of the largest groups by bucket, for a file.</summary>
    public async Task<(IReadOnlyList<DateTimeOffset> Bounds, IReadOnlyList<CallTotals> Totals)> TableAsync(
        AnalyticsScope scope, CallInterval interval, CallDimension? groupBy, int most, CancellationToken cancellationToken)
    {
        var bounds = interval.Bounds(scope.From, scope.To, scope.Zone);
        var query = Query(scope) with { Bounds = bounds, GroupBy = groupBy, Quantiles = true };
        if (groupBy is { } dimension)
        {
            var groups = await GroupsAsync(scope, dimension, CallSumParts.Cost, cancellationToken);
            query = query with { Groups = Ids(Largest(groups, most)) };
        }

        var totals = await analytics.ReadAsync(query, cancellationToken);
        return (bounds, [.. totals.OrderBy(total => total.Bucket).ThenBy(total => total.Group?.Value, StringComparer.Ordinal)]);
    }

    /// <summary>All groups with the little that tells the largest.</summary>
    private Task<IReadOnlyList<CallTotals>> GroupsAsync(AnalyticsScope scope, CallDimension dimension, CallSumParts sums, CancellationToken cancellationToken) =>
        analytics.ReadAsync(Query(scope) with { GroupBy = dimension, Sums = sums }, cancellationToken);

    /// <param name="scope">Which calls.</param>
    /// <param name="dimension">What to group by.</param>
    /// <param name="groups">The groups wanted; null for all.</param>
    /// <param name="sums">What of each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private Task<IReadOnlyList<CallTotals>> DetailsAsync(
        AnalyticsScope scope, CallDimension dimension, IReadOnlyList<CallTotals>? groups, CallSumParts sums, CancellationToken cancellationToken)
    {
        var query = Query(scope) with { GroupBy = dimension, Groups = groups is null ? null : Ids(groups), Sums = sums };
        return analytics.ReadAsync(query with { Quantiles = query.HasQuantiles }, cancellationToken);
    }

    private static List<CallTotals> Largest(IReadOnlyList<CallTotals> groups, int most) =>
    [
        .. groups.OrderByDescending(group => group.Sums.Cost.Value).ThenByDescending(group => group.Sums.Calls).ThenBy(group => group.Group!.Value, StringComparer.Ordinal).Take(most),
    ];

    private static IReadOnlyList<long> Ids(IEnumerable<CallTotals> groups) => [.. groups.Select(group => group.Group!.Id)];

    private static CallTotalsQuery Query(AnalyticsScope scope) => new() { Bounds = [scope.From, scope.To], Filters = scope.Filters };

    private static AnalyticsLine Line(string name, IEnumerable<CallTotals> totals, AnalyticsMetric metric, int buckets)
    {
        var values = new double?[buckets];
        if (metric.IsSum)
            Array.Fill(values, 0);
        foreach (var total in totals)
            values[total.Bucket] = metric.Value(total);
        return new(name, values);
    }

    private static AnalyticsLine Rest(AnalyticsLine whole, List<AnalyticsLine> parts) =>
        new(AnalyticsLine.Other, [.. whole.Values.Select((value, bucket) => (double?)Difference(value ?? 0, parts.Sum(part => part.Values[bucket] ?? 0)))]);

    /// <summary>What is left of the whole; nothing where it is no more than the rounding of the sum.</summary>
    private static double Difference(double whole, double parts) => whole - parts > whole * 1e-12 ? whole - parts : 0;
}

/// <summary>What one group, or everything, comes to, now and in the period before.</summary>
public sealed record AnalyticsChange(CallGroup? Group, CallTotals Now, CallTotals Before)
{
    /// <summary>In percent; null without a value in the period before.</summary>
    public static double? Percent(double? now, double? before) => now is { } value && before is { } basis && basis != 0 ? 100 * (value - basis) / basis : null;

    public double? Percent(AnalyticsMetric metric) => Percent(metric.Value(Now), metric.Value(Before));
}

/// <param name="Rows">The largest.</param>
/// <param name="Groups">How many groups there are.</param>
public sealed record AnalyticsComparison(IReadOnlyList<AnalyticsChange> Rows, int Groups);

/// <param name="Bounds">Where each bucket begins, and at last where the last one ends.</param>
/// <param name="Lines">Largest first.</param>
public sealed record AnalyticsSeries(IReadOnlyList<DateTimeOffset> Bounds, IReadOnlyList<AnalyticsLine> Lines)
{
    public IEnumerable<DateTimeOffset> Times => Bounds.Take(Bounds.Count - 1);
}

/// <param name="Name">The group's value.</param>
/// <param name="Values">One for each bucket; null where there was nothing to measure.</param>
public sealed record AnalyticsLine(string Name, IReadOnlyList<double?> Values)
{
    /// <summary>Stands for calls without a value, as in rules.</summary>
    public const string NoValue = Windows.Dimension.NoValue;

    public const string Other = "other";
}
