using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines;

/// <summary>Tells of the rules whose groups are too many.</summary>
internal sealed class FoldingWatch(RuleHealthBoard board)
{
    private HashSet<Population> _known = [];

    public void Look(WindowSet windows, RuleSet rules)
    {
        var folding = windows.Folding.ToHashSet();
        if (folding.SetEquals(_known))
        {
            return;
        }

        _known = folding;
        foreach (var rule in rules.Active.Where(rule => rule.Grouping.Dimensions.Count > 0))
        {
            board.Report(rule.Id, RuleTrouble.Folding, rule.Populations.Any(folding.Contains) ? Words(rule) : null);
        }
    }

    private static string Words(CompiledRule rule) =>
        $"has more groups by {string.Join(", ", rule.Definition.GroupBy)} than the {PopulationWindows.MostGroups} there is room for: the rest is judged as one group, 'other'";
}
