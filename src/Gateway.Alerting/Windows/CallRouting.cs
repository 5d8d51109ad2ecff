using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>Brings a call to the populations that it belongs to: equal filters are matched once, equal groupings keyed once. Not thread-safe.</summary>
internal sealed class CallRouting
{
    private readonly (CallMatcher Matcher, (int Grouping, PopulationWindows Windows)[] Populations)[] _routes;
    private readonly Grouping[] _groupings;
    private readonly GroupKey?[] _keys;

    public CallRouting(IReadOnlyDictionary<Population, PopulationWindows> populations)
    {
        _groupings = [.. populations.Keys.Select(population => population.Grouping).Distinct()];
        _keys = new GroupKey?[_groupings.Length];
        _routes =
        [
            .. populations
                .GroupBy(pair => pair.Key.Matcher)
                .Select(same => (same.Key, same.Select(pair => (Array.IndexOf(_groupings, pair.Key.Grouping), pair.Value)).ToArray())),
        ];
    }

    public static CallRouting None { get; } = new(new Dictionary<Population, PopulationWindows>());

    public void Add(LlmCall call, in WindowTime at, in WindowTime now)
    {
        Array.Clear(_keys);
        foreach (var (matcher, populations) in _routes)
        {
            if (!matcher.Matches(call))
            {
                continue;
            }

            foreach (var (grouping, windows) in populations)
            {
                windows.Add(_keys[grouping] ??= _groupings[grouping].KeyOf(call), call, at, now);
            }
        }
    }
}
