using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Rules;

/// <summary>Reads the rules of one file, or of every file of a folder.</summary>
public static class RulePath
{
    /// <param name="path">Absolute.</param>
    /// <param name="shownAs">The path as people named it.</param>
    public static (IReadOnlyList<RuleDefinition> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Load(string path, string shownAs)
    {
        if (Directory.Exists(path))
        {
            return RuleFiles.Load(path, shownAs);
        }

        try
        {
            return RuleReader.Read(File.ReadAllText(path), shownAs);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ([], [new(shownAs, 1, 1, "", $"cannot be read: {fault.Message}")]);
        }
    }
}
