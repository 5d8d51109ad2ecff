using System.Text;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Rules;

/// <summary>Reads every rule file of a folder, in the order of their names. Whatever else lies in the folder cannot hold it up or bring it down.</summary>
public static class RuleFiles
{
    /// <summary>In bytes; 10,000 ordinary rules.</summary>
    public const int LargestFile = 8 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The rules as written, and every mistake of form in every file.</returns>
    public static (IReadOnlyList<RuleDefinition> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Load(string folder, string shownAs)
    {
        var text = Read(folder, shownAs);
        return (text.Rules, text.Mistakes);
    }

    /// <returns>The rules as run, and every mistake in every file: of form and of what they refer to, in the order of the text.</returns>
    public static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(string folder, string shownAs, RuleCompiler compiler) =>
        Compile(folder, shownAs, compiler, new([]));

    /// <param name="folder">Where they are.</param>
    /// <param name="shownAs">The folder as messages name it.</param>
    /// <param name="compiler">Checks them.</param>
    /// <param name="shared">The gauges of the rules that will be in force beside them.</param>
    internal static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(string folder, string shownAs, RuleCompiler compiler, SharedGauges shared) =>
        Compile(Read(folder, shownAs), compiler, shared);

    internal static (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(RuleText text, RuleCompiler compiler, SharedGauges shared)
    {
        var (rules, unbound) = compiler.Compile(text.Rules, shared);
        var unboundDrafts = text.Drafts.SelectMany(draft => compiler.CheckDraft(draft, text.Mistakes));
        return (rules, [.. text.Mistakes.Concat(unbound).Concat(unboundDrafts).OrderBy(mistake => mistake.File, StringComparer.Ordinal).ThenBy(mistake => mistake.Line).ThenBy(mistake => mistake.Column)]);
    }

    private static RuleText Read(string folder, string shownAs)
    {
        var (rules, drafts, mistakes) = (new List<RuleDefinition>(), new List<RuleDefinition>(), new List<RuleDiagnostic>());
        foreach (var path in TryFind(folder, shownAs, mistakes))
        {
            var text = ReadFile(path, $"{shownAs.TrimEnd('/')}/{Path.GetFileName(path)}");
            rules.AddRange(text.Rules);
            drafts.AddRange(text.Drafts);
            mistakes.AddRange(text.Mistakes);
        }

        return new(rules, drafts, mistakes);
    }

    internal static RuleText ReadFile(string path, string shownAs) => TryRead(path) switch
    {
        { Text: { } json } => RuleReader.ReadText(json, shownAs),
        { Problem: var problem } => new([], [], [new(shownAs, 1, 1, "", problem!)]),
    };

    /// <summary>The folder's rule files; none when there is no such folder. Hidden files are editors' business.</summary>
    public static IReadOnlyList<string> Find(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.json").Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)]
        : [];

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

    /// <returns>The file's text, or what is wrong with it.</returns>
    internal static (string? Text, string? Problem) TryRead(string path)
    {
        try
        {
            return LengthOf(path) switch
            {
                // Pipes and devices have no length either, and opening one could wait for ever.
                0 => (null, "is empty, or is no ordinary file"),
                > LargestFile => (null, $"is larger than the {LargestFile / (1024 * 1024)} MB that a rule file may have"),
                _ => (File.ReadAllText(path, Strict), null),
            };
        }
        catch (DecoderFallbackException)
        {
            return (null, "is not UTF-8 text");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be read: {fault.Message}");
        }
    }

    /// <summary>Of what a link points at.</summary>
    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
    }
}
