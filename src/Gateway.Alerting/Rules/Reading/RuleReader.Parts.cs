using System.Text.Json;

namespace Gateway.Alerting.Rules.Reading;

/// <summary>Rules that are part of a larger text, such as a backtest or a file of rule tests.</summary>
public static partial class RuleReader
{
    /// <returns>The text's value; null when it is no JSON, which is noted.</returns>
    internal static LocatedJson? ParseText(string json, RuleMistakes mistakes) => Parse(json, mistakes);

    /// <summary>Reads one rule or an array of them.</summary>
    /// <returns>The rules without a mistake of form.</returns>
    internal static IReadOnlyList<RuleDefinition> ReadRules(LocatedJson json, RuleMistakes mistakes)
    {
        var rules = new List<RuleDefinition>();
        foreach (var item in json.Kind == JsonValueKind.Array ? json.Items : [json])
        {
            var before = mistakes.Count;
            if (ReadRule(item, null, mistakes) is { } rule && mistakes.Count == before)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }
}
