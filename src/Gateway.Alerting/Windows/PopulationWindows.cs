using Gateway.Alerting.Calls;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Windows;

/// <summary>The windows of one population: the same set in each of its groups. Groups come with their first call and go when all their windows are past it.</summary>
internal sealed class PopulationWindows(Population population, TimeZoneInfo zone, WindowBudget budget)
{
    /// <summary>Groups beside <c>other</c>, into which all further ones are folded.</summary>
    public const int MostGroups = 1_000;

    private readonly Dictionary<GroupKey, GroupWindows> _groups = [];
    private SeriesKey[] _series = [];
    private long?[] _subWindows = [];
    private bool[] _moves = [];
    private MeasureRun[] _runs = [];
    private long _bytesPerGroup;
    private readonly List<Gauge> _gauges = [];
    private GaugeRange[] _ranges = [];
    private long _rangesVersion;

    /// <summary>How far back single calls matter to the windows.</summary>
    public TimeSpan Reach { get; private set; }

    /// <summary>How far back the windows look that minute sums do not fill.</summary>
    public TimeSpan CallsReach { get; private set; }

    /// <summary>How far back the windows look that they do.</summary>
    public TimeSpan SumsReach { get; private set; }

    public bool CountsInFlight { get; private set; }

    /// <summary>There are more groups than there is room for.</summary>
    public bool IsFolding => population.Grouping.Dimensions.Count > 0 && _groups.ContainsKey(population.Grouping.Other);

    /// <summary>Windows can be filled from minute sums: those know every dimension that is asked for.</summary>
    public bool IsKnownToSums => population.Matcher.Dimensions.Concat(population.Grouping.Dimensions).All(dimension => dimension.IsInSums);

    public IReadOnlyCollection<GroupKey> Groups => _groups.Keys;

    /// <summary>Windows that stay keep what they hold; new ones start empty and are filled from the call log by the engine.</summary>
    public void RequireOnly(IEnumerable<SeriesKey> wanted)
    {
        SeriesKey[] series = [.. wanted.GroupBy(key => key.Measure).SelectMany(same => same)];
        _runs = [.. MeasureRun.Of(series)];
        var kept = series.Select(key => Array.IndexOf(_series, key)).ToArray();
        foreach (var (key, group) in _groups.ToList())
        {
            _groups[key] = new([.. series.Select((one, index) => kept[index] < 0 ? NewWindow(one) : group.Windows[kept[index]])], _runs) { LastCallAt = group.LastCallAt };
        }

        _series = series;
        (_subWindows, _moves) = (new long?[series.Length], new bool[series.Length]);
        _bytesPerGroup = series.Sum(key => key.Measure.BytesOf(key.Length, key.Lag));
        CallsReach = series.Where(key => !key.IsInSums).Select(key => key.Length + key.Lag).DefaultIfEmpty().Max();
        SumsReach = series.Where(key => key.IsInSums).Select(key => key.Measure.IsCalendar ? key.Measure.CalendarReach : key.Length).DefaultIfEmpty().Max();
        Reach = SumsReach > CallsReach ? SumsReach : CallsReach;
        _gauges.Clear();
        _ranges = [];
        CountsInFlight = Array.Exists(series, key => key.Measure == Measure.InFlight);
        if (population.Grouping.Dimensions.Count == 0 && _groups.Count == 0)
        {
            _groups[GroupKey.Whole] = NewGroup();
        }
    }

    /// <summary>Takes a group in before others come.</summary>
    public void Keep(GroupKey key, DateTimeOffset now) => GroupOf(key, now);

    /// <param name="key">The call's group.</param>
    /// <param name="call">A finished call that the population is about.</param>
    /// <param name="at">When it counts, by the calendar and by the windows' own clock.</param>
    /// <param name="now">The present, by both.</param>
    public void Add(GroupKey key, LlmCall call, in WindowTime at, in WindowTime now)
    {
        if (at.Calendar < now.Calendar - Reach)
        {
            return;
        }

        GroupOf(key, at.Sliding).Add(call, at);
    }

    /// <summary>Adds a stored minute to the windows that sums fill.</summary>
    /// <param name="kind">A call with the minute's dimensions.</param>
    /// <param name="sums">What the minute's calls add up to.</param>
    /// <param name="minute">Its start.</param>
    /// <param name="now">The present.</param>
    public void AddSums(LlmCall kind, CallSums sums, in WindowTime minute, in WindowTime now)
    {
        if (minute.Calendar < now.Calendar - SumsReach || !population.Matcher.Matches(kind))
        {
            return;
        }

        GroupOf(population.Grouping.KeyOf(kind), minute.Sliding).AddSums(sums, minute);
    }

    /// <summary>Moves on and reads every gauge, group by group: a group's windows are together in the processor's cache only once.</summary>
    public void AdvanceTo(in WindowTime now, long version)
    {
        Array.Fill(_ranges, GaugeRange.Empty);
        _rangesVersion = version;
        FindMoves(now);
        foreach (var (key, group) in _groups)
        {
            group.AdvanceTo(now, _moves);
            if (key != GroupKey.Whole && group.LastCallAt < now.Sliding - Reach)
            {
                _groups.Remove(key);
                budget.Return(_bytesPerGroup);
                continue;
            }

            for (var seat = 0; seat < _ranges.Length; seat++)
            {
                _ranges[seat] = _ranges[seat].Including(Read(seat, group, now.Sliding, version).Value);
            }
        }
    }

    /// <summary>Windows of one series come to their next sub-window at the same instant in all groups: told here once for all of them.</summary>
    private void FindMoves(in WindowTime now)
    {
        for (var index = 0; index < _series.Length; index++)
        {
            var present = _series[index].SubWindowAt(now);
            _moves[index] = present is null || present != _subWindows[index];
            _subWindows[index] = present;
        }
    }

    public void CountInFlight(IReadOnlyList<InFlightCall> calls, DateTimeOffset now)
    {
        var index = Array.FindIndex(_series, key => key.Measure == Measure.InFlight);
        foreach (var group in _groups.Values)
        {
            ((InFlightWindow)group.Windows[index]).Clear();
        }

        foreach (var call in calls)
        {
            if (population.Matcher.Matches(call.About))
            {
                ((InFlightWindow)GroupOf(population.Grouping.KeyOf(call.About), now).Windows[index]).Add(call.Age);
            }
        }
    }

    /// <summary>A place for what is read of a gauge.</summary>
    public int Seat(Gauge gauge)
    {
        _gauges.Add(gauge);
        return _gauges.Count - 1;
    }

    public GaugeReading Read(int seat, GroupKey key, DateTimeOffset now, long version) =>
        _groups.TryGetValue(key, out var group)
            ? Read(seat, group, now, version)
            : _gauges[seat].Read(new(_series, null, _gauges[seat].Length, _gauges[seat].Lag, now));

    /// <summary>Computed once for all rules that read the gauge.</summary>
    public GaugeRange RangeOf(int seat, DateTimeOffset now, long version)
    {
        if (_rangesVersion != version || seat >= _ranges.Length)
        {
            _rangesVersion = version;
            _ranges = new GaugeRange[_gauges.Count];
            for (var index = 0; index < _ranges.Length; index++)
            {
                _ranges[index] = _groups.Values.Aggregate(GaugeRange.Empty, (range, group) => range.Including(Read(index, group, now, version).Value));
            }
        }

        return _ranges[seat];
    }

    public SeriesReader Reader(GroupKey key, TimeSpan length, DateTimeOffset now) =>
        new(_series, _groups.GetValueOrDefault(key)?.Windows, length, TimeSpan.Zero, now);

    private GaugeReading Read(int seat, GroupWindows group, DateTimeOffset now, long version)
    {
        var gauge = _gauges[seat];
        return group.Read(seat, gauge, new(_series, group.Windows, gauge.Length, gauge.Lag, now), version);
    }

    private GroupWindows GroupOf(GroupKey key, DateTimeOffset at)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            group = Begin(key);
        }

        group.LastCallAt = at > group.LastCallAt ? at : group.LastCallAt;
        return group;
    }

    private GroupWindows Begin(GroupKey key)
    {
        if (_groups.Count - (IsFolding ? 1 : 0) < MostGroups && budget.TryTake(_bytesPerGroup))
        {
            return _groups[key] = NewGroup();
        }

        var other = population.Grouping.Other;
        if (!_groups.TryGetValue(other, out var group))
        {
            // The one group that must exist; should the budget be spent, it is over by this much.
            _groups[other] = group = NewGroup();
            budget.Take(_bytesPerGroup);
        }

        return group;
    }

    private GroupWindows NewGroup() => new([.. _series.Select(NewWindow)], _runs);

    private IMetricWindow NewWindow(SeriesKey series) => series.Measure.NewWindow(series.Length, series.Lag, zone);
}
