namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Keeps the sums by tag small where tags are as many as calls (an order's number, say): an hour takes so many different ones, the rest count as one.
/// What earlier runs have taken in is not known, so an hour with a restart may have more. Not thread-safe.
/// </summary>
internal sealed class TagLimit
{
    public const int Most = 200;

    /// <summary>Of the hours that calls end in at present: a few, for those that come late.</summary>
    private const int HoursKnown = 48;

    private readonly Dictionary<long, HashSet<string>> _taken = [];

    public bool Takes(long hour, string tag)
    {
        if (!_taken.TryGetValue(hour, out var tags))
        {
            if (_taken.Count == HoursKnown)
                _taken.Remove(_taken.Keys.Min());
            _taken[hour] = tags = new(StringComparer.Ordinal);
        }

        return tags.Contains(tag) || (tags.Count < Most && tags.Add(tag));
    }
}
