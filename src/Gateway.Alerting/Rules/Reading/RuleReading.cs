namespace Gateway.Alerting.Rules.Reading;

/// <summary>What came of reading one rule.</summary>
/// <param name="Draft">The rule as far as it could be read; to be used only without <paramref name="Mistakes"/>. Null when the text is no JSON object.</param>
/// <param name="NamesItsId">Whether the text has an <c>id</c> of its own.</param>
/// <param name="Mistakes">All mistakes of form.</param>
public sealed record RuleReading(RuleDefinition? Draft, bool NamesItsId, IReadOnlyList<RuleDiagnostic> Mistakes);

/// <summary>What came of reading a text that may hold one rule or an array of them.</summary>
/// <param name="IsArray">Whether it holds an array.</param>
/// <param name="Rules">Each rule, in the order written.</param>
/// <param name="Mistakes">What is wrong with the text as a whole.</param>
public sealed record RuleReadings(bool IsArray, IReadOnlyList<RuleReading> Rules, IReadOnlyList<RuleDiagnostic> Mistakes);

/// <summary>What came of reading a text of rules.</summary>
/// <param name="Rules">Those without a mistake.</param>
/// <param name="Drafts">The others, as far as they could be read.</param>
/// <param name="Mistakes">All mistakes of form.</param>
internal sealed record RuleText(IReadOnlyList<RuleDefinition> Rules, IReadOnlyList<RuleDefinition> Drafts, IReadOnlyList<RuleDiagnostic> Mistakes);
