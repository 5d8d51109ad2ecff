namespace Gateway.Alerting.Rules;

/// <summary>Reads the rules of one file, or of every file of a folder.</summary>
public static class RulePath
{
    /// <param name="path">Absolute.</param>
    /// <param name="shownAs">The path as people named it.</param>
    /// <returns>The rules as written, and every mistake of form.</returns>
    public static (IReadOnlyList<RuleDefinition> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Load(string path, string shownAs)
    {
        if (Directory.Exists(path))
        {
            return RuleFiles.Load(path, shownAs);
        }

        var text = RuleFiles.ReadFile(path, shownAs);
        return (text.Rules, text.Mistakes);
    }

    /// <param name="path">Absolute.</param>
    /// <param name="shownAs">The path as people named it.</param>
    /// <param name="compiler">Checks them.</param>
    /// <returns>The rules as run, and every mistake in every file, as the gateway itself would tell them.</returns>
    public static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(string path, string shownAs, RuleCompiler compiler) =>
        Directory.Exists(path) ? RuleFiles.Compile(path, shownAs, compiler) : RuleFiles.Compile(RuleFiles.ReadFile(path, shownAs), compiler, new([]));
}
