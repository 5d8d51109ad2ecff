using System.CommandLine;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Backtesting.RuleTests;
using Gateway.Alerting.Rules;

namespace Gateway.Cli;

/// <summary><c>rules test</c>: runs files of rule tests and shows what did not come true.</summary>
internal static class TestCommand
{
    private const string StandardFolder = "config/rule-tests";

    public static Command Create(TextWriter output)
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.ZeroOrMore, Description = $"Files of rule tests, or folders of them; {StandardFolder} when absent." };
        var database = CliSettings.DatabaseOption();
        var command = new Command("test", "Runs rule tests: calls at times, expected alerts at times. Exit code 0 when all pass, else 1.") { paths, database };
        command.SetAction(arguments => Run(arguments.GetValue(paths) ?? [], arguments.GetValue(database), output));
        return command;
    }

    private static int Run(string[] given, string? database, TextWriter output)
    {
        var settings = CliSettings.Load();
        (string Path, string ShownAs)[] roots = given.Length == 0 ? [settings.Resolve(null, StandardFolder)] : [.. given.Select(path => settings.Resolve(path, path))];
        var files = roots.SelectMany(FilesOf).ToList();
        var compiler = settings.Compiler(database);
        var (passed, failed) = (0, 0);
        foreach (var (path, shownAs) in files)
        {
            var (file, mistakes) = new RuleTestReader(compiler).Read(path, shownAs);
            failed += mistakes.Count > 0 ? 1 : 0;
            foreach (var mistake in mistakes)
            {
                output.WriteLine(mistake);
            }

            foreach (var test in file?.Tests ?? [])
            {
                var failures = RuleTestRun.Failures(test, file!.Rules, settings.Alerting);
                (passed, failed) = failures.Count == 0 ? (passed + 1, failed) : (passed, failed + 1);
                Show(shownAs, test, file.Rules, failures, output);
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed.");
        return failed == 0 ? 0 : 1;
    }

    private static void Show(string file, RuleTest test, IReadOnlyList<CompiledRule> rules, IReadOnlyList<FailedExpectation> failures, TextWriter output)
    {
        foreach (var (expectation, differences, numbers) in failures)
        {
            var rule = rules[expectation.Rule];
            var group = expectation.Group is { } key ? $" {GroupText.Of(rule.Grouping.Describe(new([.. key])))}" : "";
            output.WriteLine($"{file}:{expectation.Position.Line}:{expectation.Position.Column}: \"{test.Name}\": {rule.Id}{group} at {Alerting.Time.DurationText.Format(expectation.At)}: {string.Join("; ", differences)}");
            foreach (var line in numbers)
            {
                output.WriteLine($"    {line}");
            }
        }
    }

    private static IEnumerable<(string Path, string ShownAs)> FilesOf((string Path, string ShownAs) root)
    {
        if (File.Exists(root.Path))
        {
            return [root];
        }

        var files = RuleFiles.Find(root.Path);
        return files.Count > 0
            ? files.Select(path => (path, $"{root.ShownAs.TrimEnd('/')}/{Path.GetFileName(path)}"))
            : throw new FormatException($"There is no file of rule tests at {root.ShownAs}.");
    }
}
