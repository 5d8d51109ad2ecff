using Gateway.Alerting.Calls;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Windows;

/// <summary>
/// All live windows. Each call is matched once for each population and added to that population's windows of its group, so the cost
/// of a call follows the number of distinct windows, not the number of rules. Not thread-safe: the engine's gate guards it.
/// </summary>
/// <param name="zone">Where days and months begin.</param>
/// <param name="inFlight">The calls that have not ended, asked at each tick when a rule wants them; null: there are none.</param>
/// <param name="mostBytes">What all windows may take, see <see cref="WindowBudget"/>.</param>
public sealed class WindowSet(TimeZoneInfo zone, Func<IReadOnlyList<InFlightCall>>? inFlight = null, long mostBytes = WindowBudget.DefaultMostBytes)
{
    private readonly Dictionary<Population, PopulationWindows> _populations = [];
    private readonly Dictionary<Gauge, (PopulationWindows Windows, int Seat)> _gauges = [];
    private readonly WindowBudget _budget = new(mostBytes);
    private CallRouting _routing = CallRouting.None;
    private TimeSpan _clockSet;
    private long _version = 1;

    public DateTimeOffset Now { get; private set; }

    /// <summary>How far back single calls are needed to fill the windows, where minute sums do not do: those know the calendar and the last call, and some dimensions.</summary>
    public TimeSpan CallsNeeded => _populations.Values.Select(windows => windows.IsKnownToSums ? windows.CallsReach : windows.Reach).DefaultIfEmpty().Max();

    /// <summary>How far back minute sums are needed to fill the others.</summary>
    public TimeSpan SumsNeeded => _populations.Values.Where(windows => windows.IsKnownToSums).Select(windows => windows.SumsReach).DefaultIfEmpty().Max();

    /// <summary>The populations that have more groups than there is room for.</summary>
    public IEnumerable<Population> Folding => _populations.Where(pair => pair.Value.IsFolding).Select(pair => pair.Key);

    /// <summary>Keeps these series and forgets all others.</summary>
    public void RequireOnly(IReadOnlyCollection<SeriesKey> series)
    {
        _gauges.Clear();
        _version++;
        foreach (var unwanted in _populations.Keys.Except(series.Select(key => key.Population)).ToList())
        {
            _populations.Remove(unwanted);
        }

        foreach (var population in series.GroupBy(key => key.Population))
        {
            PopulationOf(population.Key).RequireOnly(population);
        }

        _routing = new(_populations);
    }

    /// <summary>Gives groups their places before any others come: one that has an alert must not be folded for want of room.</summary>
    internal void Keep(Population population, IEnumerable<GroupKey> groups, DateTimeOffset now)
    {
        MoveTo(now);
        foreach (var group in groups)
        {
            PopulationOf(population).Keep(group, On(Now).Sliding);
        }
    }

    /// <param name="call">A finished call.</param>
    /// <param name="now">The engine's clock: a call that claims to end later (a skewed import) counts as ending now, so it cannot push others out.</param>
    public void Add(LlmCall call, DateTimeOffset now)
    {
        MoveTo(now);
        _routing.Add(call, On(call.EndedAt < Now ? call.EndedAt : Now), On(Now));
    }

    /// <summary>Adds a stored minute, of calls that are not added singly, to the windows that sums fill.</summary>
    public void Add(CallRollup minute, DateTimeOffset now)
    {
        MoveTo(now);
        var kind = minute.Key.ToCall();
        var at = On(minute.Key.Start);
        foreach (var population in _populations.Values)
        {
            population.AddSums(kind, minute.Sums, at, On(Now));
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        MoveTo(now);
        var present = On(Now);
        IReadOnlyList<InFlightCall>? running = null;
        foreach (var population in _populations.Values)
        {
            if (population.CountsInFlight)
            {
                population.CountInFlight(running ??= inFlight?.Invoke() ?? [], present.Sliding);
            }

            population.AdvanceTo(present, _version);
        }
    }

    /// <summary>
    /// The wall clock was set: <paramref name="by"/> is how far, backwards when negative. Sliding windows go on as if it had not been; days and
    /// months follow it.
    /// </summary>
    public void ClockSet(TimeSpan by)
    {
        _clockSet += by;
        Now += by;
        _version++;
    }

    /// <summary>The groups that have calls inside any of the population's windows. A population that is not split always has its one group.</summary>
    public IReadOnlyCollection<GroupKey> GroupsOf(Population population) => _populations.TryGetValue(population, out var windows) ? windows.Groups : [];

    /// <summary>A metric's present value in one group. A group without calls reads as zeros, or as nothing where zero would say something.</summary>
    internal GaugeReading Read(Gauge gauge, GroupKey group)
    {
        var (windows, seat) = PlaceOf(gauge);
        return windows.Read(seat, group, Now - _clockSet, _version);
    }

    /// <summary>The lowest and the highest value of all groups.</summary>
    internal GaugeRange RangeOf(Gauge gauge)
    {
        var (windows, seat) = PlaceOf(gauge);
        return windows.RangeOf(seat, Now - _clockSet, _version);
    }

    /// <summary>Reads the windows of one group over one length.</summary>
    public SeriesReader Reader(Population population, TimeSpan length, GroupKey group) => PopulationOf(population).Reader(group, length, Now - _clockSet);

    private (PopulationWindows Windows, int Seat) PlaceOf(Gauge gauge)
    {
        if (!_gauges.TryGetValue(gauge, out var place))
        {
            var windows = PopulationOf(gauge.Population);
            _gauges[gauge] = place = (windows, windows.Seat(gauge));
        }

        return place;
    }

    private void MoveTo(DateTimeOffset now)
    {
        Now = now > Now ? now : Now;
        _version++;
    }

    private WindowTime On(DateTimeOffset at) => new(at, at - _clockSet);

    private PopulationWindows PopulationOf(Population population)
    {
        if (!_populations.TryGetValue(population, out var windows))
        {
            _populations[population] = windows = new PopulationWindows(population, zone, _budget);
        }

        return windows;
    }
}
