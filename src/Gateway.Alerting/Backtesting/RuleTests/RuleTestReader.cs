using System.Text.Json;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Text;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Backtesting.RuleTests;

/// <summary>Reads a file of rule tests and reports every mistake at once, each with where it is. Not thread-safe.</summary>
/// <param name="compiler">Checks the rules under test.</param>
public sealed class RuleTestReader(RuleCompiler compiler)
{
    private static readonly DateTimeOffset StandardStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestTest = TimeSpan.FromDays(31);
    private const int MostCalls = 1_000_000;

    /// <param name="path">The file.</param>
    /// <param name="shownAs">The file as people named it.</param>
    /// <returns>The tests, or everything that is wrong with the file and the rules that it names.</returns>
    public (RuleTestFile? File, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string path, string shownAs)
    {
        var mistakes = new RuleMistakes(shownAs);
        var elsewhere = new List<RuleDiagnostic>();
        var file = TryRead(path, mistakes) is { } json && RuleReader.ParseText(json, mistakes) is { } root
            ? ReadFile(root, Path.GetDirectoryName(Path.GetFullPath(path))!, mistakes, elsewhere)
            : null;
        IReadOnlyList<RuleDiagnostic> found = [.. elsewhere, .. mistakes.Found];
        return found.Count > 0 ? (null, found) : (file, []);
    }

    private static string? TryRead(string path, RuleMistakes mistakes)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(1, 1, "", $"cannot be read: {fault.Message}");
            return null;
        }
    }

    private RuleTestFile? ReadFile(LocatedJson root, string folder, RuleMistakes mistakes, List<RuleDiagnostic> elsewhere)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            mistakes.Add(root, "must be an object with 'rules' and 'tests'");
            return null;
        }

        var fields = new FieldReader(root, mistakes);
        var definitions = new RulesUnderTest(folder, mistakes, elsewhere).Read(fields, root);
        var (rules, unbound) = compiler.Compile(definitions);
        elsewhere.AddRange(unbound);
        var isWhole = unbound.Count == 0 && elsewhere.Count == 0 && mistakes.Found.Count == 0;
        if (fields.Items("tests") is not { Count: > 0 } tests)
        {
            mistakes.Add(fields.Find("tests") ?? root, "needs 'tests': an array of at least one test");
            return null;
        }

        fields.RefuseUnknown();
        // Where rules are missing, every expectation of them would be one more mistake that is none.
        return new(rules, [.. tests.Select(test => ReadTest(test, isWhole ? rules : null, mistakes)).OfType<RuleTest>()]);
    }

    private static RuleTest? ReadTest(LocatedJson json, IReadOnlyList<CompiledRule>? rules, RuleMistakes mistakes)
    {
        if (json.Kind != JsonValueKind.Object)
        {
            mistakes.Add(json, """a test must be an object such as { "name": …, "calls": […], "expect": […] }""");
            return null;
        }

        var fields = new FieldReader(json, mistakes);
        var name = fields.String("name", 200);
        if (string.IsNullOrWhiteSpace(name))
        {
            mistakes.Add(fields.Find("name") ?? json, "a test needs a name that says what it shows");
        }

        var start = ReadStart(fields, mistakes);
        var calls = fields.Items("calls")?.Select(item => ReadCalls(item, start, mistakes)).OfType<ScriptedCalls>().ToList() ?? [];
        if (calls.Sum(entry => (long)entry.Count) > MostCalls)
        {
            mistakes.Add(fields.Find("calls")!, $"a test has at most {MostCalls:N0} calls");
        }

        if (fields.Items("expect") is not { Count: > 0 } expect)
        {
            mistakes.Add(fields.Find("expect") ?? json, "a test needs 'expect': what must be, and when");
            return null;
        }

        fields.RefuseUnknown();
        return new(name ?? "", start, calls, [.. expect.Select(item => ReadExpectation(item, rules, mistakes)).OfType<Expectation>()]);
    }

    private static DateTimeOffset ReadStart(FieldReader fields, RuleMistakes mistakes)
    {
        var start = fields.Find("start");
        if (start is null)
        {
            return StandardStart;
        }

        if (start.Kind == JsonValueKind.String && InstantText.TryParse(start.Text, out var instant) && instant.Year is >= 2020 and < 2100)
        {
            return instant;
        }

        mistakes.Add(start, $"must be {InstantText.Allowed}");
        return StandardStart;
    }

    private static ScriptedCalls? ReadCalls(LocatedJson json, DateTimeOffset start, RuleMistakes mistakes)
    {
        if (json.Kind != JsonValueKind.Object)
        {
            mistakes.Add(json, """must be an object such as { "at": "0s", "every": "1s", "count": 60, "outcome": "server_error" }""");
            return null;
        }

        // Asked for by name only: the call's own fields are read, and unknown ones refused, by the reader of calls.
        var fields = new FieldReader(json, mistakes);
        var at = ReadAt(fields, json, mistakes);
        var every = fields.Duration("every", TimeSpan.Zero, LongestTest) ?? TimeSpan.Zero;
        var count = fields.Number("count") ?? 1;
        if (count is < 1 or > MostCalls || count != Math.Floor(count))
        {
            mistakes.Add(fields.Find("count")!, $"must be a whole number from 1 to {MostCalls:N0}");
            return null;
        }

        return ScriptedCall.Read(json, start, mistakes) is { } call ? new(call, at, every, (int)count) : null;
    }

    private static Expectation? ReadExpectation(LocatedJson json, IReadOnlyList<CompiledRule>? rules, RuleMistakes mistakes)
    {
        if (json.Kind != JsonValueKind.Object)
        {
            mistakes.Add(json, """must be an object such as { "at": "2m", "rule": "provider-outage", "state": "firing" }""");
            return null;
        }

        var fields = new FieldReader(json, mistakes);
        var at = ReadAt(fields, json, mistakes);
        var rule = ReadRule(fields, json, rules, mistakes);
        var group = rule < 0 || rules is null ? null : ReadGroup(fields.Find("group"), rules[rule], mistakes);
        var state = ReadState(fields, mistakes);
        var (alerts, suppressed) = (Count(fields, "alerts", mistakes), Count(fields, "suppressed", mistakes));
        fields.Find("group");
        fields.RefuseUnknown();
        if (fields.Find("state") is null && fields.Find("alerts") is null && fields.Find("suppressed") is null)
        {
            mistakes.Add(json, "says nothing to look for: give 'state', 'alerts' or 'suppressed'");
        }

        return new(json.Position, at, rule, group, state, alerts, suppressed);
    }

    private static TimeSpan ReadAt(FieldReader fields, LocatedJson json, RuleMistakes mistakes)
    {
        if (fields.Find("at") is null)
        {
            mistakes.Add(json, "needs an 'at': the time since the test's start, such as \"2m\"");
        }

        return fields.Duration("at", TimeSpan.Zero, LongestTest) ?? TimeSpan.Zero;
    }

    /// <summary>A file with one rule need not name it.</summary>
    private static int ReadRule(FieldReader fields, LocatedJson json, IReadOnlyList<CompiledRule>? rules, RuleMistakes mistakes)
    {
        var rule = fields.Find("rule");
        if (rules is null)
        {
            return -1;
        }

        if (rule is null)
        {
            if (rules.Count != 1)
            {
                mistakes.Add(json, $"needs a 'rule'; there are {string.Join(", ", rules.Select(known => known.Id))}");
            }

            return rules.Count == 1 ? 0 : -1;
        }

        var index = rules.ToList().FindIndex(known => known.Id == rule.Text);
        if (index < 0)
        {
            mistakes.Add(rule, $"there is no rule '{rule.Text}' in this file's 'rules'; {NearestName.Hint(rule.Text, [.. rules.Select(known => known.Id)])}");
        }

        return index;
    }

    private static List<string>? ReadGroup(LocatedJson? json, CompiledRule rule, RuleMistakes mistakes)
    {
        if (json is null)
        {
            return null;
        }

        var names = rule.Grouping.Dimensions.Select(dimension => dimension.Name).ToList();
        if (names.Count == 0)
        {
            mistakes.Add(json, $"rule '{rule.Id}' has no 'group_by'");
            return null;
        }

        var values = json.Kind == JsonValueKind.Object && json.Members.All(member => member.Value.Kind == JsonValueKind.String)
            ? json.Members.DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value.Text)
            : [];
        if (values.Count != names.Count || names.Exists(name => !values.ContainsKey(name)))
        {
            mistakes.Add(json, $"must name one group of rule '{rule.Id}': an object with a text for {string.Join(" and ", names)}");
            return null;
        }

        return [.. names.Select(name => values[name])];
    }

    private static AlertPhase? ReadState(FieldReader fields, RuleMistakes mistakes)
    {
        var state = fields.Find("state");
        if (state is null)
        {
            return null;
        }

        if (state.Kind == JsonValueKind.String && EnumWords.TryParse<AlertPhase>(state.Text, out var phase))
        {
            return phase;
        }

        mistakes.Add(state, $"must be one of {EnumWords.Allowed<AlertPhase>()}");
        return null;
    }

    private static long? Count(FieldReader fields, string name, RuleMistakes mistakes)
    {
        var number = fields.Number(name);
        if (number is null or (>= 0 and <= int.MaxValue) && (number is null || number == Math.Floor(number.Value)))
        {
            return (long?)number;
        }

        mistakes.Add(fields.Find(name)!, "must be a whole number, 0 or more");
        return null;
    }
}
