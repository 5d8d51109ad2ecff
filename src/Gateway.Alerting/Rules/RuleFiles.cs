using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Rules;

/// <summary>Reads every rule file of a folder, in the order of their names.</summary>
public static class RuleFiles
{
    /// <returns>The rules, and every mistake in every file.</returns>
    public static (IReadOnlyList<RuleDefinition> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Load(string folder, string shownAs)
    {
        var rules = new List<RuleDefinition>();
        var mistakes = new List<RuleDiagnostic>();
        foreach (var path in TryFind(folder, shownAs, mistakes))
        {
            var shown = $"{shownAs.TrimEnd('/')}/{Path.GetFileName(path)}";
            try
            {
                var (read, wrong) = RuleReader.Read(File.ReadAllText(path), shown);
                rules.AddRange(read);
                mistakes.AddRange(wrong);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                mistakes.Add(new(shown, 1, 1, "", $"cannot be read: {fault.Message}"));
            }
        }

        return (rules, mistakes);
    }

    private static IReadOnlyList<string> TryFind(string folder, string shownAs, List<RuleDiagnostic> mistakes)
    {
        try
        {
            return Find(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(new(shownAs, 1, 1, "", $"cannot be read: {fault.Message}"));
            return [];
        }
    }

    /// <summary>The folder's rule files; none when there is no such folder.</summary>
    public static IReadOnlyList<string> Find(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
}
