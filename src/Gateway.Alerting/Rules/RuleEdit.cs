using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Rules;

/// <summary>What an edit of a rule means for what is under way: said in words, because a wait that begins anew in silence looks like a fault.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="RegroupsIt">Its groups are others now: none of their states means anything any more.</param>
/// <param name="Words">What goes on and what begins anew.</param>
internal sealed record RuleEdit(string RuleId, bool RegroupsIt, string Words)
{
    /// <summary>The edits that matter to states, of the rules that are in both sets.</summary>
    public static IEnumerable<RuleEdit> Between(RuleSet? before, RuleSet after)
    {
        var known = before?.Active.ToDictionary(rule => rule.Id) ?? [];
        return after.Active
            .Where(rule => known.ContainsKey(rule.Id))
            .Select(rule => Describe(known[rule.Id], rule))
            .OfType<RuleEdit>();
    }

    private static RuleEdit? Describe(CompiledRule before, CompiledRule after)
    {
        if (!before.Grouping.Equals(after.Grouping))
        {
            return new(after.Id, RegroupsIt: true, "it groups by something else, so every state, wait and cooldown begins anew");
        }

        var anew = after.ConditionIdentities.Except(before.ConditionIdentities).ToList();
        List<string> words =
        [
            .. anew.Count == 0 ? Array.Empty<string>() : [$"{string.Join(" and ", anew)} begins anew"],
            .. Durations(before.Definition, after.Definition),
        ];
        return words.Count == 0 ? null : new(after.Id, RegroupsIt: false, $"{string.Join("; ", words)}; everything else goes on");
    }

    private static IEnumerable<string> Durations(RuleDefinition before, RuleDefinition after)
    {
        if (before.For != after.For)
        {
            yield return $"'for' is {DurationText.Format(after.For)} (was {DurationText.Format(before.For)}), counted from when the rule began to hold";
        }

        if (before.Cooldown != after.Cooldown)
        {
            yield return $"'cooldown' is {DurationText.Format(after.Cooldown)} (was {DurationText.Format(before.Cooldown)}), counted from the last alert";
        }
    }
}
