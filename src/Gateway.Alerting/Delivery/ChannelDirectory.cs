using System.Collections.Frozen;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>
/// The channels of this moment by id: the built-in ones, configured or not, those of settings and environment, and those set up in the API.
/// Each look is at one immutable state; a change makes a new one, in which whatever did not change is the same object. Thread-safe.
/// </summary>
public sealed class ChannelDirectory
{
    private static readonly FrozenDictionary<string, ChannelEntry> BuiltIns = ChannelIds.BuiltIn.ToFrozenDictionary(id => id, BuiltIn, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ChannelEntry> _fixed;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChannelEntry> _stored = new(StringComparer.Ordinal);
    private volatile Snapshot _now;

    /// <param name="configured">Each id once.</param>
    public ChannelDirectory(IEnumerable<NotificationChannel> configured)
        : this(configured.ToFrozenDictionary(channel => channel.Id, channel => new ChannelEntry { Channel = channel, Source = ChannelSource.Settings }, StringComparer.Ordinal))
    {
    }

    private ChannelDirectory(FrozenDictionary<string, ChannelEntry> configured)
    {
        _fixed = configured;
        _now = Merge();
    }

    /// <summary>Raised after channels came or went: what rules and routes may name is no longer the same.</summary>
    public event Action? IdsChanged;

    /// <summary>Every id that a rule may name.</summary>
    public IReadOnlyCollection<string> Ids => _now.Ids;

    /// <summary>The built-in ones first, then by name.</summary>
    public IReadOnlyList<ChannelEntry> All => _now.Ordered;

    /// <summary>The channel, or null when nothing is configured under that id.</summary>
    public NotificationChannel? Find(string id) =>
        FindEntry(id) is { } entry && (entry.Source != ChannelSource.BuiltIn || entry.Id == ChannelIds.InApp) ? entry.Channel : null;

    /// <summary>The channel as people see it; null when there is none of that id.</summary>
    public ChannelEntry? FindEntry(string id) => _now.Entries.GetValueOrDefault(ChannelIds.Canonical(id));

    /// <param name="configured">Those of settings and environment; each id once.</param>
    internal static ChannelDirectory Of(IEnumerable<ChannelEntry> configured) => new(configured.ToFrozenDictionary(entry => entry.Id, StringComparer.Ordinal));

    /// <summary>Takes in all that are set up in the API.</summary>
    internal void Load(IEnumerable<ChannelEntry> stored) => Change(() =>
    {
        _stored.Clear();
        foreach (var entry in stored)
        {
            _stored[entry.Id] = entry;
        }
    });

    /// <summary>Takes in one that was set up in the API.</summary>
    internal void Take(ChannelEntry entry) => Change(() => _stored[entry.Id] = entry);

    /// <summary>One that was set up in the API is no more; a built-in one is then not configured.</summary>
    internal void Remove(string id) => Change(() => _stored.Remove(id));

    private void Change(Action change)
    {
        bool idsChanged;
        lock (_gate)
        {
            var before = _now.Entries;
            change();
            _now = Merge();
            idsChanged = !before.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(_now.Entries.Keys);
        }

        if (idsChanged)
        {
            IdsChanged?.Invoke();
        }
    }

    private Snapshot Merge()
    {
        var entries = new Dictionary<string, ChannelEntry>(_stored, StringComparer.Ordinal);
        foreach (var (id, entry) in _fixed)
        {
            entries[id] = entries.ContainsKey(id) ? Hiding(entry) : entry;
        }

        foreach (var id in ChannelIds.BuiltIn.Where(id => !entries.ContainsKey(id)))
        {
            entries[id] = BuiltIns[id];
        }

        return new(
            entries.ToFrozenDictionary(StringComparer.Ordinal),
            [.. entries.Values.OrderBy(Rank).ThenBy(entry => entry.Channel.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Id, StringComparer.Ordinal)]);
    }

    private static int Rank(ChannelEntry entry) => ChannelIds.BuiltIn.TakeWhile(id => id != entry.Id).Count();

    private static ChannelEntry Hiding(ChannelEntry entry) => new() { Channel = entry.Channel, Fields = entry.Fields, Source = entry.Source, Place = entry.Place, HidesStored = true };

    private static ChannelEntry BuiltIn(string id) => new()
    {
        Channel = id == ChannelIds.InApp
            ? new(id, id, new InAppConfig()) { Name = ChannelTypes.Find(id)!.Description.Label }
            : ChannelReader.Read(id, [], Http.ReceiverHosts.Public).Channel with { Name = ChannelTypes.Find(id)!.Description.Label },
    };

    private sealed record Snapshot(FrozenDictionary<string, ChannelEntry> Entries, IReadOnlyList<ChannelEntry> Ordered)
    {
        public IReadOnlyList<string> Ids { get; } = [.. Ordered.Select(entry => entry.Id)];
    }
}
