using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Windows;

/// <summary>
/// All live windows. Each call is matched once for each population and added to that population's windows of its group, so the cost
/// of a call follows the number of distinct windows, not the number of rules. Not thread-safe: the engine's gate guards it.
/// </summary>
public sealed class WindowSet(TimeZoneInfo zone)
{
    private readonly Dictionary<Population, PopulationWindows> _populations = [];

    public DateTimeOffset Now { get; private set; }

    /// <summary>How far back single calls are needed to fill the windows; calendar windows whose dimensions are in the minute sums are filled from those.</summary>
    public TimeSpan CallsNeeded => _populations.Values.Select(windows => windows.IsKnownToSums ? windows.SlidingReach : windows.Reach).DefaultIfEmpty().Max();

    /// <summary>Keeps these series and forgets all others.</summary>
    public void RequireOnly(IReadOnlyCollection<SeriesKey> series)
    {
        foreach (var unwanted in _populations.Keys.Except(series.Select(key => key.Population)).ToList())
        {
            _populations.Remove(unwanted);
        }

        foreach (var population in series.GroupBy(key => key.Population))
        {
            PopulationOf(population.Key).RequireOnly([.. population]);
        }
    }

    /// <param name="call">A finished call.</param>
    /// <param name="now">The engine's clock: a call that claims to end later (a skewed import) counts as ending now, so it cannot push others out.</param>
    public void Add(LlmCall call, DateTimeOffset now)
    {
        Now = now > Now ? now : Now;
        var at = call.EndedAt < Now ? call.EndedAt : Now;
        foreach (var population in _populations.Values)
        {
            population.Add(call, at, Now);
        }
    }

    /// <summary>Adds a stored minute, of calls that are not added singly, to the calendar windows.</summary>
    public void Add(CallRollup minute, DateTimeOffset now)
    {
        Now = now > Now ? now : Now;
        var kind = minute.Key.ToCall();
        foreach (var population in _populations.Values)
        {
            population.AddSums(kind, minute.Sums, minute.Key.Start, Now);
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        Now = now > Now ? now : Now;
        foreach (var population in _populations.Values)
        {
            population.AdvanceTo(Now);
        }
    }

    /// <summary>The groups that have calls inside any of the population's windows. A population that is not split always has its one group.</summary>
    public IEnumerable<GroupKey> GroupsOf(Population population) => _populations.TryGetValue(population, out var windows) ? windows.Groups : [];

    /// <summary>The window of one group, or null when that group has had no calls.</summary>
    public IMetricWindow? Find(SeriesKey series, GroupKey group) =>
        _populations.TryGetValue(series.Population, out var windows) ? windows.Find(series, group) : null;

    private PopulationWindows PopulationOf(Population population)
    {
        if (!_populations.TryGetValue(population, out var windows))
        {
            _populations[population] = windows = new PopulationWindows(population, zone);
        }

        return windows;
    }
}
