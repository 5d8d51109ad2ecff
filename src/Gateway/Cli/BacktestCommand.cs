using System.CommandLine;
using System.Globalization;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Time;

namespace Gateway.Cli;

/// <summary><c>rules backtest</c>: what rules would have done over the stored calls. Opens the database for reading only; a gateway may be running on it.</summary>
internal static class BacktestCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("file") { Description = "A file with one rule or more." };
        var from = Instant("--from", "The first instant that counts, such as 2026-03-01 or 2026-03-01T09:30:00Z.", required: true);
        var to = Instant("--to", "The first instant that no longer counts; now when absent.", required: false);
        var database = CliSettings.DatabaseOption();
        var compare = new Option<string?>("--compare") { Description = "A file with the old version, to be run beside it.", HelpName = "file" };
        var rule = new Option<string?>("--rule") { Description = "Only the rule with this id, of both files.", HelpName = "id" };
        var command = new Command("backtest", "Runs rules over the stored calls of a range and prints each firing.") { file, from, to, database, compare, rule };
        command.SetAction(async (arguments, stopping) =>
        {
            var settings = CliSettings.Load();
            var id = arguments.GetValue(rule);
            var compiler = settings.Compiler(arguments.GetValue(database));
            var rules = Load(compiler, arguments.GetValue(file)!, id, error);
            var old = arguments.GetValue(compare) is { } path ? Load(compiler, path, id, error) : [];
            if (rules is null || old is null)
            {
                return 1;
            }

            var end = arguments.GetValue(to) ?? TimeProvider.System.GetUtcNow();
            var begin = arguments.GetValue(from)!.Value;
            if (BacktestRequest.WhyNot(begin, end, "--to") is { } why)
            {
                throw new FormatException($"--from {why}.");
            }

            await using var parts = settings.Compose(arguments.GetValue(database));
            var stored = parts.GetRequiredService<SqliteDatabase>().FilePath;
            if (!File.Exists(stored))
            {
                throw new FormatException($"There is no database {stored}. Name it with --database.");
            }

            Print(await parts.GetRequiredService<Backtest>().RunAsync([.. rules, .. old], begin, end, stopping), isCompared: old.Count > 0, output);
            return 0;
        });
        return command;
    }

    private static Option<DateTimeOffset?> Instant(string name, string description, bool required) => new(name)
    {
        Description = description,
        Required = required,
        HelpName = "time",
        CustomParser = result =>
        {
            if (InstantText.TryParse(result.Tokens[0].Value, out var instant))
            {
                return instant;
            }

            result.AddError($"{name} must be {InstantText.Allowed}, was \"{result.Tokens[0].Value}\".");
            return null;
        },
    };

    /// <returns>Null when something is wrong, which is said then.</returns>
    private static List<CompiledRule>? Load(RuleCompiler compiler, string given, string? id, TextWriter error)
    {
        var (rules, mistakes) = RulePath.Compile(Path.GetFullPath(given), given, compiler);
        foreach (var mistake in mistakes)
        {
            error.WriteLine(mistake);
        }

        if (mistakes.Count > 0)
        {
            return null;
        }

        var wanted = rules.Where(rule => id is null || rule.Id == id).ToList();
        return wanted.Count > 0 ? wanted : throw new FormatException($"{given} has no rule '{id}'; it has {string.Join(", ", rules.Select(rule => rule.Id))}.");
    }

    private static void Print(BacktestResult result, bool isCompared, TextWriter output)
    {
        foreach (var history in result.Rules)
        {
            output.WriteLine($"{history.Rule.Id}: {RuleSentence.Of(history.Rule.Definition)}");
            foreach (var firing in history.Firings)
            {
                output.WriteLine($"  {Line(history.Rule, firing)}");
            }

            output.WriteLine($"  {BacktestWords.Totals(history)}");
            foreach (var kept in BacktestWords.KeptBack(history))
            {
                output.WriteLine($"  {kept}");
            }

            foreach (var note in history.Notes)
            {
                output.WriteLine($"  Note: {note}");
            }

            output.WriteLine();
        }

        if (isCompared && BacktestWords.Compare(result) is { } comparison)
        {
            output.WriteLine(comparison);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Calls:N0} calls from {UtcInstantConverter.Text(result.From)} to {UtcInstantConverter.Text(result.To)}, tried in {result.Took.TotalSeconds:0.0} s."));
    }

    private static string Line(CompiledRule rule, Firing firing)
    {
        string?[] parts =
        [
            UtcInstantConverter.Text(firing.StartedAt),
            firing.EndedAt is null ? "still on" : DurationText.Words(firing.Duration),
            firing.Group.Count > 0 ? GroupText.Of(firing.Group) : null,
            firing.Peak is { } peak ? $"peak {PeakText.Of(rule, peak)}" : null,
            firing.Suppressed ? "kept quiet by the cooldown" : $"{firing.Notifications} {(firing.Notifications == 1 ? "message" : "messages")}",
        ];
        return string.Join("  ", parts.Where(part => part is not null));
    }
}
