using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>In which order. Equal ones stand by name.</summary>
internal enum RuleSort
{
    Name,

    /// <summary>Most urgent first.</summary>
    State,

    /// <summary>Most urgent first.</summary>
    Priority,

    /// <summary>Latest first.</summary>
    LastFired,

    /// <summary>Most often first.</summary>
    Fired,

    /// <summary>Most often first.</summary>
    HeldBack,
}

internal static class RuleSorting
{
    public static IEnumerable<RuleView> Sorted(this IEnumerable<RuleView> rules, RuleSort sort) => sort switch
    {
        RuleSort.State => rules.OrderBy(RuleStandings.Of).ThenByName(),
        RuleSort.Priority => rules.OrderBy(rule => rule.Entry.Definition?.Priority ?? AlertPriority.Low).ThenByName(),
        RuleSort.LastFired => rules.OrderByDescending(rule => rule.Counters.LastTriggered).ThenByName(),
        RuleSort.Fired => rules.OrderByDescending(rule => rule.Counters.TriggerCount).ThenByName(),
        RuleSort.HeldBack => rules.OrderByDescending(rule => rule.Counters.SuppressedCount).ThenByName(),
        _ => rules.OrderBy(_ => 0).ThenByName(),
    };

    private static IOrderedEnumerable<RuleView> ThenByName(this IOrderedEnumerable<RuleView> rules) =>
        rules.ThenBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase).ThenBy(rule => rule.Entry.Id, StringComparer.Ordinal);
}
