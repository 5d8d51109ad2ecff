using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>What became of the fields when they were read as a rule.</summary>
/// <param name="Json">The rule in the form that files hold; with mistakes, what the fields say.</param>
/// <param name="Rule">Null when there are mistakes.</param>
/// <param name="Mistakes">All of them.</param>
internal sealed partial record RuleDraft(string Json, CompiledRule? Rule, IReadOnlyList<RuleDiagnostic> Mistakes)
{
    private readonly ILookup<string, string> _byField = Mistakes.ToLookup(mistake => FieldOf(mistake.Path), mistake => Words(mistake.Message));

    /// <summary>Fields that are still empty and may not stay so: not yet a mistake while somebody is filling in the form.</summary>
    public IReadOnlyList<string> Missing { get; private init; } = [];

    /// <summary>Whether what is missing is said at its field, too.</summary>
    public bool IsStrict { get; init; }

    public string? Sentence => Rule is null ? null : RuleSentence.Of(Rule.Definition);

    public static RuleDraft Of(RuleForm form, RuleCompiler compiler)
    {
        var json = RuleFormJson.Write(form);
        var (rule, mistakes) = SingleRule.Read(json, compiler);
        return new(rule is null ? json : RuleDocument.Write(rule.Definition), rule, mistakes) { Missing = [.. MissingOf(form, mistakes)] };
    }

    /// <summary>What is wrong with a field, or with what it stands for.</summary>
    public IEnumerable<string> MistakesOf(string field) => !IsStrict && Missing.Contains(field) ? [] : _byField[field].Distinct();

    /// <summary>Every mistake with its field, for the list at the top.</summary>
    public IEnumerable<(string Field, string Words)> All => _byField
        .Where(same => IsStrict || !Missing.Contains(same.Key))
        .SelectMany(same => same.Distinct().Select(words => (same.Key, words)));

    /// <summary>A path in words: "condition 2 of group 1".</summary>
    public static string Say(string field)
    {
        if (NodePath.Parse(Node().Match(field).Value) is not { } places)
        {
            return Words(field.Split('.')[^1].Replace('_', ' '));
        }

        var what = field.Length > Node().Match(field).Length ? field[(Node().Match(field).Length + 1)..].Replace('_', ' ') + " of " : "";
        return what + (places.Count == 0 ? "the logic" : "condition " + string.Join('.', places.Select(place => (place + 1).ToString(CultureInfo.InvariantCulture))));
    }

    private static IEnumerable<string> MissingOf(RuleForm form, IEnumerable<RuleDiagnostic> mistakes) => mistakes
        .Select(mistake => FieldOf(mistake.Path))
        .Distinct()
        .Where(field => (field == "name" && string.IsNullOrWhiteSpace(form.Name)) || IsEmptyThreshold(form.Logic, field));

    private static bool IsEmptyThreshold(NodeForm logic, string field) =>
        field.EndsWith(".threshold", StringComparison.Ordinal)
        && NodePath.Parse(field[..^".threshold".Length]) is { } at
        && LogicEdit.Find(logic, at)?.Threshold.Length == 0;

    /// <summary>Members of a filter, labels and entries of lists belong to the field that holds them.</summary>
    private static string FieldOf(string path) => Inside().Match(path) is { Success: true } match ? match.Groups[1].Value : path;

    /// <summary>People see one rule: its id says nothing to them here.</summary>
    private static string Words(string message) => OfRule().Replace(message, "");

    [GeneratedRegex(@"\A((?:.*\.)?filter|labels|group_by|actions\.channels)(?:[.\[].*)?\z", RegexOptions.Singleline)]
    private static partial Regex Inside();

    [GeneratedRegex(@" \(rule '[^']*'\)\z")]
    private static partial Regex OfRule();

    [GeneratedRegex(@"\Alogic(?:\.conditions\[\d{1,3}\])*")]
    private static partial Regex Node();
}
