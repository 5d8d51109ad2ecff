using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>The windows of one population: the same set in each of its groups. Groups come with their first call and go when all their windows are past it.</summary>
internal sealed class PopulationWindows(Population population, TimeZoneInfo zone)
{
    /// <summary>Calendar windows look back two days, whatever length they were asked for with.</summary>
    private static readonly TimeSpan CalendarReach = TimeSpan.FromHours(50);

    private readonly Dictionary<GroupKey, Group> _groups = [];
    private SeriesKey[] _series = [];

    public TimeSpan Reach { get; private set; }

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
        Reach = series.Length == 0 ? TimeSpan.Zero : series.Max(key => key.Measure.IsCalendar ? CalendarReach : key.Length);
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

        var key = population.Grouping.KeyOf(call);
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = NewGroup();
        }

        group.LastCallAt = at > group.LastCallAt ? at : group.LastCallAt;
        for (var index = 0; index < _series.Length; index++)
        {
            if (_series[index].Measure.Of(call) is { } value)
            {
                group.Windows[index].AdvanceTo(now);
                group.Windows[index].Add(at, value);
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

    private Group NewGroup() => new([.. _series.Select(NewWindow)]);

    private IMetricWindow NewWindow(SeriesKey series) => series.Measure.NewWindow(series.Length, zone);

    private sealed record Group(IMetricWindow[] Windows)
    {
        public DateTimeOffset LastCallAt { get; set; }
    }
}
