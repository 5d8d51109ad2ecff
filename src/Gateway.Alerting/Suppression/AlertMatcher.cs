using System.IO.Enumeration;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Suppression;

/// <summary>
/// Which alerts are meant: every named field must match its glob, as in a condition's <c>filter</c> (<c>*</c> any run, <c>?</c> any one
/// character; case does not matter). A field that an alert does not have matches nothing.
/// </summary>
/// <param name="Fields"><c>rule_id</c>, <c>priority</c>, <c>label:&lt;name&gt;</c> and what rules group by, with globs.</param>
public sealed record AlertMatcher(IReadOnlyDictionary<string, string> Fields)
{
    public const string RuleId = "rule_id";
    public const string Priority = "priority";
    private const string Label = "label:";

    /// <summary>For messages.</summary>
    public static IReadOnlyList<string> FieldNames { get; } = [RuleId, Priority, Label + "<name>", .. Dimension.GroupNames];

    public static bool IsField(string name) =>
        name is RuleId or Priority || (name.StartsWith(Label, StringComparison.Ordinal) && name.Length > Label.Length) || Dimension.TryGroup(name, out _);

    public static bool IsMatch(string glob, string? value) => value is not null && FileSystemName.MatchesSimpleExpression(glob, value);

    public bool Matches(AlertSubject alert) => Fields.All(field => IsMatch(field.Value, ValueOf(field.Key, alert)));

    private static string? ValueOf(string field, AlertSubject alert) => field switch
    {
        RuleId => alert.RuleId,
        Priority => EnumWords.Of(alert.Severity),
        _ when field.StartsWith(Label, StringComparison.Ordinal) => alert.Labels.GetValueOrDefault(field[Label.Length..]),
        _ => alert.Group.GetValueOrDefault(field),
    };
}
