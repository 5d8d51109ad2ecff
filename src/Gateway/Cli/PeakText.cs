using Gateway.Alerting.Rules;

namespace Gateway.Cli;

/// <summary>A firing's worst number, in the unit of the rule's only metric; a plain number where the rule has several.</summary>
internal static class PeakText
{
    public static string Of(CompiledRule rule, double peak) => AlertText.Value(Only(rule.Definition.Logic)?.Metric ?? "", peak);

    private static Condition? Only(LogicNode node) => node switch
    {
        Condition { Operator: var comparison } condition when !comparison.IsChange() => condition,
        LogicGroup { Conditions: [var only] } => Only(only),
        _ => null,
    };
}
