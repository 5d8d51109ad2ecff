using System.CommandLine;
using Gateway.Alerting.Rules;

namespace Gateway.Cli;

/// <summary><c>rules check</c>: reads rules as the gateway does and says what is wrong with them.</summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter output)
    {
        var path = new Argument<string?>("path") { Arity = ArgumentArity.ZeroOrOne, Description = "A rule file or a folder of them; Alerting:Rules when absent." };
        var database = CliSettings.DatabaseOption();
        var command = new Command("check", "Says what is wrong with rules, as file:line:column: message. Exit code 0 when nothing is, else 1.") { path, database };
        command.SetAction(arguments => Run(arguments.GetValue(path), arguments.GetValue(database), output));
        return command;
    }

    private static int Run(string? given, string? database, TextWriter output)
    {
        var settings = CliSettings.Load();
        var (path, shownAs) = settings.Resolve(given, settings.Alerting.Rules);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new FormatException($"There is no file or folder {shownAs}.");
        }

        var (rules, mistakes) = RulePath.Compile(path, shownAs, settings.Compiler(database));
        foreach (var mistake in mistakes)
        {
            output.WriteLine(mistake);
        }

        if (mistakes.Count == 0)
        {
            output.WriteLine($"{rules.Count} {(rules.Count == 1 ? "rule is" : "rules are")} right in {shownAs}.");
        }

        return mistakes.Count == 0 ? 0 : 1;
    }
}
