using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Backtesting.RuleTests;

/// <summary>Reads the <c>rules</c> of a test file: files and folders relative to it, or rules written in place.</summary>
/// <param name="folder">Where the test file is.</param>
/// <param name="mistakes">Of the test file.</param>
/// <param name="elsewhere">Of the rule files.</param>
internal sealed class RulesUnderTest(string folder, RuleMistakes mistakes, List<RuleDiagnostic> elsewhere)
{
    public IReadOnlyList<RuleDefinition> Read(FieldReader fields, LocatedJson root)
    {
        if (fields.Items("rules") is { Count: > 0 } items)
        {
            return [.. items.SelectMany(ReadItem)];
        }

        mistakes.Add(fields.Find("rules") ?? root, "needs 'rules': an array of files, or of rules");
        return [];
    }

    private IReadOnlyList<RuleDefinition> ReadItem(LocatedJson item)
    {
        if (item.Kind != JsonValueKind.String)
        {
            return RuleReader.ReadRules(item, mistakes);
        }

        var path = Path.GetFullPath(item.Text, folder);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            mistakes.Add(item, $"there is no file or folder '{item.Text}' (relative to this file)");
            return [];
        }

        var (rules, wrong) = RulePath.Load(path, item.Text);
        elsewhere.AddRange(wrong);
        return rules;
    }
}
