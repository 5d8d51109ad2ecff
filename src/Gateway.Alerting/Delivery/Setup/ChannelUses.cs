using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>Which rules and routes name which channels.</summary>
public sealed class ChannelUses(RuleSetProvider rules, RouteBook book, IRouteStore routes)
{
    /// <summary>By channel; one that nothing names is absent.</summary>
    public async Task<IReadOnlyDictionary<string, ChannelUse>> FindAsync(CancellationToken cancellationToken)
    {
        var uses = new Dictionary<string, ChannelUse>(StringComparer.Ordinal);
        ChannelUse Of(string id) => uses.TryGetValue(id, out var use) ? use : uses[id] = new();
        foreach (var rule in rules.Entries.All.Concat(rules.Entries.Hidden).Select(entry => entry.Definition).OfType<RuleDefinition>())
        {
            foreach (var id in (rule.Channels ?? []).Select(ChannelIds.Canonical).Distinct())
            {
                Of(id).Add(rule);
            }
        }

        // Nobody's routes name the built-in default; that is not a use that somebody made.
        var version = await routes.FindAsync(cancellationToken);
        var table = book.InForce(version);
        foreach (var (route, index) in table.Routes.Select((route, index) => (route, index)))
        {
            foreach (var id in route.Channels.Select(ChannelIds.Canonical).Distinct())
            {
                Of(id).Add(index + 1);
            }
        }

        foreach (var id in version is null && !book.IsFromFile ? [] : table.Default.Select(ChannelIds.Canonical))
        {
            Of(id).IsDefault = true;
        }

        return uses;
    }
}

/// <summary>What names one channel.</summary>
public sealed class ChannelUse
{
    private readonly List<RuleDefinition> _rules = [];
    private readonly List<int> _routes = [];

    public static ChannelUse None { get; } = new();

    public IReadOnlyList<RuleDefinition> Rules => _rules;

    /// <summary>Positions of the routes, from 1.</summary>
    public IReadOnlyList<int> Routes => _routes;

    /// <summary>Whether alerts go there that no route matches.</summary>
    public bool IsDefault { get; internal set; }

    public bool IsAny => _rules.Count + _routes.Count > 0 || IsDefault;

    /// <summary>"the rules 'a' and 'b', route 2"; of very many the first.</summary>
    public string Words()
    {
        const int Most = 10;
        var named = _rules.Take(Most).Select(rule => $"rule '{rule.Id}'").Concat(_routes.Take(Most).Select(index => $"route {index}")).ToList();
        var rest = Math.Max(0, _rules.Count - Most) + Math.Max(0, _routes.Count - Most);
        return string.Join(", ", [.. named, .. IsDefault ? (string[])["the default of the routes"] : [], .. rest > 0 ? (string[])[$"and {rest} more"] : []]);
    }

    internal void Add(RuleDefinition rule) => _rules.Add(rule);

    internal void Add(int route) => _routes.Add(route);
}
