using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Windows;

/// <summary>The windows of one population: the same set in each of its groups. Groups come with their first call and go when all their windows are past it.</summary>
internal sealed class PopulationWindows(Population population, TimeZoneInfo zone)
{
    /// <summary>Calendar windows look back two days, whatever length they were asked for with.</summary>
    private static readonly TimeSpan CalendarReach = TimeSpan.FromHours(50);

    private readonly Dictionary<GroupKey, Group> _groups = [];
    private SeriesKey[] _series = [];

    /// <summary>How far back single calls matter to the windows.</summary>
    public TimeSpan Reach { get; private set; }

    /// <summary>How far back the windows look that do not follow the calendar.</summary>
    public TimeSpan SlidingReach { get; private set; }

    /// <summary>The calendar windows can be filled from minute sums: those know every dimension that is asked for.</summary>
    public bool IsKnownToSums => population.Matcher.Dimensions.Concat(population.Grouping.Dimensions).All(dimension => dimension.IsInSums);

    public IEnumerable<GroupKey> Groups => _groups.Keys;

    /// <summary>Windows that stay keep what they hold; new ones start empty and are filled from the call log by the engine.</summary>
    public void RequireOnly(SeriesKey[] series)
    {
        var kept = series.Select(key => Array.IndexOf(_series, key)).ToArray();
        foreach (var (key, group) in _groups.ToList())
        {
            _groups[key] = group with { Windows = [.. series.Select((wanted, index) => kept[index] < 0 ? NewWindow(wanted) : group.Windows[kept[index]])] };
        }

        _series = series;
        SlidingReach = series.Where(key => !key.Measure.IsCalendar).Select(key => key.Length).DefaultIfEmpty().Max();
        Reach = series.Any(key => key.Measure.IsCalendar) && CalendarReach > SlidingReach ? CalendarReach : SlidingReach;
        if (population.Grouping.Dimensions.Count == 0 && _groups.Count == 0)
        {
            _groups[GroupKey.Whole] = NewGroup();
        }
    }

    public void Add(LlmCall call, DateTimeOffset at, DateTimeOffset now)
    {
        if (at < now - Reach || !population.Matcher.Matches(call))
        {
            return;
        }

        var group = GroupOf(call, at);
        for (var index = 0; index < _series.Length; index++)
        {
            if (_series[index].Measure.Of(call) is { } value)
            {
                group.Windows[index].AdvanceTo(now);
                group.Windows[index].Add(at, value);
            }
        }
    }

    /// <summary>Adds a stored minute to the calendar windows.</summary>
    /// <param name="kind">A call with the minute's dimensions.</param>
    /// <param name="sums">What the minute's calls add up to.</param>
    /// <param name="minute">Its start.</param>
    /// <param name="now">The engine's clock.</param>
    public void AddSums(LlmCall kind, CallSums sums, DateTimeOffset minute, DateTimeOffset now)
    {
        if (!Array.Exists(_series, series => series.Measure.IsCalendar) || !population.Matcher.Matches(kind))
        {
            return;
        }

        var group = GroupOf(kind, minute);
        for (var index = 0; index < _series.Length; index++)
        {
            if (_series[index].Measure.OfSums(sums) is { } value)
            {
                group.Windows[index].AdvanceTo(now);
                group.Windows[index].Add(minute, value);
            }
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var (key, group) in _groups)
        {
            foreach (var window in group.Windows)
            {
                window.AdvanceTo(now);
            }

            if (key != GroupKey.Whole && group.LastCallAt < now - Reach)
            {
                _groups.Remove(key);
            }
        }
    }

    public IMetricWindow? Find(SeriesKey series, GroupKey key) =>
        _groups.TryGetValue(key, out var group) && Array.IndexOf(_series, series) is >= 0 and var index ? group.Windows[index] : null;

    private Group GroupOf(LlmCall call, DateTimeOffset at)
    {
        var key = population.Grouping.KeyOf(call);
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = NewGroup();
        }

        group.LastCallAt = at > group.LastCallAt ? at : group.LastCallAt;
        return group;
    }

    private Group NewGroup() => new([.. _series.Select(NewWindow)]);

    private IMetricWindow NewWindow(SeriesKey series) => series.Measure.NewWindow(series.Length, zone);

    private sealed record Group(IMetricWindow[] Windows)
    {
        public DateTimeOffset LastCallAt { get; set; }
    }
}
