using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;
using Gateway.Admin.Words;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>How the rule in the fields stands at this moment, node by node.</summary>
internal sealed class RuleTry(TrialResult result)
{
    private readonly Dictionary<string, EvaluatedNode> _nodes = Nodes(result.Tree, NodePath.Root).ToDictionary(pair => pair.Path, pair => pair.Node, StringComparer.Ordinal);

    public TrialResult Result => result;

    /// <summary>"This rule would fire now", in the one or the other way.</summary>
    public string Words => (result.GroupCount, result.Groups.Count(group => group.Met)) switch
    {
        (0, _) => result.Triggered ? "Its conditions hold now" : "Its conditions do not hold now",
        (var all, 0) => $"Holds for none of {Say.Count(all)} {Groups(all)} now",
        (var all, var met) => $"Holds for {Say.Count(met)}{(met == result.Groups.Count && all > met ? " or more" : "")} of {Say.Count(all)} {Groups(all)} now",
    };

    public EvaluatedNode? At(string path) => _nodes.GetValueOrDefault(path);

    public ConditionReading? ReadingAt(string path) => (At(path) as EvaluatedCondition)?.Reading;

    private static string Groups(int count) => count == 1 ? "group" : "groups";

    private static IEnumerable<(string Path, EvaluatedNode Node)> Nodes(EvaluatedNode node, string path) => node is EvaluatedGroup group
        ? group.Conditions.SelectMany((child, index) => Nodes(child, $"{path}.conditions[{index}]")).Prepend((path, node))
        : [(path, node)];
}
