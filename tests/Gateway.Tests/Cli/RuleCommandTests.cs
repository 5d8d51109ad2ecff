using Dapper;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Cli;
using Gateway.Hosting;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Cli;

/// <summary>The commands in process: what they print and how they end.</summary>
public sealed class RuleCommandTests : IDisposable
{
    private const string Errors = """{ "id": "errors", "name": "Errors", "time_window": "10s", "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 50 } ] }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-cli-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Check_OfTheShippedRules_SaysThatTheyAreRight()
    {
        var (code, output, error) = await Run("rules", "check");

        Assert.Equal((0, ""), (code, error));
        Assert.EndsWith("rules are right in config/rules.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfMistakes_PrintsEachWithItsPlace()
    {
        var file = Write("bad.json", """
            [ { "name": "a", "conditions": [ { "metric": "error", "operator": ">", "threshold": 1 } ] },
              { "conditions": [ { "metric": "errors", "operator": "=>", "threshold": 1 } ] } ]
            """);

        var (code, output, _) = await Run("rules", "check", file);

        Assert.Equal(1, code);
        Assert.Equal(
            $"""
            {file}:1:46: [0].conditions[0].metric: unknown metric 'error'; did you mean 'errors'? (rule 'a')
            {file}:2:3: [1]: a rule needs a name
            {file}:2:55: [1].conditions[0].operator: '=>' is not an operator; allowed: > < >= <= = != change> change<

            """,
            output);
    }

    [Fact]
    public async Task Check_OfAFolder_NamesEveryMistakeOfEveryFile()
    {
        Write("a.json", """{ "name": "a" "conditions": [] }""");
        Write("b.json", """{ "conditions": [ { "metric": "error", "operator": ">", "threshold": 1 } ] }""");
        Write("c.json", """{ "name": "c", "group_by": ["modell"], "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }""");

        var (code, output, _) = await Run("rules", "check", _folder.FullName);

        Assert.Equal(1, code);
        Assert.Collection(
            output.Replace(_folder.FullName + "/", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("a.json:1:15: is not valid JSON", line, StringComparison.Ordinal),
            line => Assert.StartsWith("b.json:1:1: a rule needs a name", line, StringComparison.Ordinal),
            line => Assert.StartsWith("b.json:1:31: conditions[0].metric: unknown metric 'error'", line, StringComparison.Ordinal),
            line => Assert.StartsWith("c.json:1:28: group_by: unknown dimension 'modell'", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backtest_OfMoreThanTheApiTakes_IsRefusedInItsWords()
    {
        var (code, _, error) = await Run("rules", "backtest", Write("r.json", Errors), "--from", "2026-03-02", "--to", "2026-04-03");

        Assert.Equal((1, "--from must be at most 31 d before --to.\n"), (code, error));
    }

    [Fact]
    public async Task Test_ThatPasses_EndsWithZero()
    {
        var file = Write("t.json", $$"""
            { "rules": [{{Errors}}], "tests": [ { "name": "fires", "calls": [ { "at": "1s", "outcome": "timeout" } ], "expect": [ { "at": "3s", "state": "firing" } ] } ] }
            """);

        Assert.Equal((0, "1 passed, 0 failed.\n", ""), await Run("rules", "test", file));
    }

    [Fact]
    public async Task Test_ThatFails_ShowsExpectedGotAndTheNumbers()
    {
        var file = Write("t.json", $$"""
            { "rules": [{{Errors}}],
              "tests": [ { "name": "fires", "calls": [ { "at": "1s" } ],
                "expect": [ { "at": "3s", "state": "firing" } ] } ] }
            """);

        var (code, output, _) = await Run("rules", "test", file);

        Assert.Equal(1, code);
        Assert.Equal(
            $"""
            {file}:3:17: "fires": errors at 3s: expected state firing, got normal
                AND: not met
                  error_rate >= 50: was 0 over 1 requests: not met
            0 passed, 1 failed.

            """,
            output);
    }

    [Fact]
    public async Task Backtest_OverADatabase_PrintsEachFiringAndTheComparison()
    {
        var database = await Store(
            [.. Enumerable.Range(0, 5).Select(_ => Some.Call(Some.Noon.AddSeconds(30.5), CallOutcome.ServerError)), Some.Call(Some.Noon.AddSeconds(90))]);
        var fresh = Write("new.json", Errors.Replace("\"conditions\"", "\"for\": \"1m\", \"conditions\"", StringComparison.Ordinal));

        var (code, output, error) = await Run(
            "rules", "backtest", fresh, "--compare", Write("old.json", Errors), "--from", "2026-03-02T12:00:00Z", "--to", "2026-03-02T12:02:00Z", "--database", database);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("errors: Alert when error rate over 10 s is at least 50 %, once that has held for 1 min.\n  0 firings, 0 messages.\n", output, StringComparison.Ordinal);
        Assert.Contains("  2026-03-02T12:00:31.000Z  9 s  peak 100 %  2 messages\n  1 firing, 2 messages.\n", output, StringComparison.Ordinal);
        Assert.Contains("The new one would have fired 0 times, the old one once.\n6 calls from 2026-03-02T12:00:00.000Z to 2026-03-02T12:02:00.000Z, tried in ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_MakesNoDatabase()
    {
        var missing = Path.Combine(_folder.FullName, "none.db");

        var (code, _, error) = await Run("rules", "backtest", Write("r.json", Errors), "--from", "2026-03-02", "--to", "2026-03-03", "--database", missing);

        Assert.Equal((1, $"There is no database {missing}. Name it with --database.\n"), (code, error));
        Assert.False(File.Exists(missing));
    }

    [Fact]
    public async Task Rules_ThatNameAChannelOfTheDatabase_AreRight()
    {
        var database = await Store([]);
        using (var connection = new SqliteConnection($"Data Source={database}"))
        {
            connection.Execute("insert into channels (id, document, secrets, updated_at, updated_by) values ('night-shift', '{}', '', 0, 'ada')");
        }

        var rule = Errors.Replace("\"conditions\"", "\"actions\": { \"channels\": [\"night-shift\"] }, \"conditions\"", StringComparison.Ordinal);
        var (rules, tests) = (Write("r.json", rule), Write("t.json", $$"""{ "rules": [{{rule}}], "tests": [ { "name": "rests", "calls": [ { "at": "1s" } ], "expect": [ { "at": "3s", "state": "normal" } ] } ] }"""));

        Assert.Equal((0, $"1 rule is right in {rules}.\n", ""), await Run("rules", "check", rules, "--database", database));
        Assert.Equal((0, "1 passed, 0 failed.\n", ""), await Run("rules", "test", tests, "--database", database));
        var (code, _, error) = await Run("rules", "backtest", rules, "--from", "2026-03-02T12:00:00Z", "--to", "2026-03-02T12:01:00Z", "--database", database);
        Assert.Equal((0, ""), (code, error));
        // Without that database nobody knows the channel, and none is made to look for it.
        var missing = Path.Combine(_folder.FullName, "none.db");
        Assert.Contains("unknown channel 'night-shift'", (await Run("rules", "check", rules, "--database", missing)).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(missing));
    }

    [Theory]
    [InlineData("Unrecognized command or argument 'chek'. See: rules --help\n", "rules", "chek")]
    [InlineData("Required command was not provided. See: rules --help\n", "rules")]
    [InlineData("There is no file or folder none.\n", "rules", "check", "none")]
    [InlineData("There is no file of rule tests at none.\n", "rules", "test", "none")]
    [InlineData("Option '--from' is required. See: rules backtest --help\n", "rules", "backtest", "r.json")]
    [InlineData("--to must be an RFC 3339 time such as \"2026-03-14T09:30:00Z\" or a date such as \"2026-03-14\", was \"x\". See: rules backtest --help\n", "rules", "backtest", "r.json", "--from", "2026-03-02", "--to", "x")]
    public async Task Command_ThatIsNotUnderstood_SaysSoInOneLine(string line, params string[] args) => Assert.Equal((1, "", line), await Run(args));

    [Theory]
    [InlineData("check", "rules", "--help")]
    [InlineData("test", "rules", "--help")]
    [InlineData("--compare <file>", "rules", "backtest", "--help")]
    [InlineData("--demo", "--help")]
    public async Task Help_OfACommand_ShowsWhatItTakes(string part, params string[] args)
    {
        var (code, output, _) = await Run(args);

        Assert.Equal(0, code);
        Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--demo")]
    [InlineData(false, "--Alerting:Rules=other")]
    [InlineData(false, "--urls", "rules")]
    [InlineData(true, "rules")]
    [InlineData(true, "--help")]
    public void Arguments_OfTheGateway_AreLeftToIt(bool isCommand, params string[] args)
    {
        Assert.Equal(isCommand, GatewayCommands.Include(args));
        if (!isCommand)
        {
            Assert.Equal(args.Except(["--demo"]), CommandLine.Parse(args).Settings);
        }
    }

    [Fact]
    public void WordThatIsNoCommand_IsNamedWithWhatIsAllowed() =>
        Assert.Equal("'rule' is not understood. Allowed: --demo, settings as --Section:Key=value, and the command 'rules' (see --help)", Assert.Throws<FormatException>(() => CommandLine.Parse(["rule"])).Message);

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await GatewayCommands.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<string> Store(LlmCall[] calls)
    {
        var database = new SqliteDatabase("Data Source=calls.db", _folder.FullName);
        SqliteMigrations.Apply(database);
        await using var writer = new SqliteWriter(database);
        using var store = new SqliteCallStore(writer);
        await store.AppendAsync(calls, TestContext.Current.CancellationToken);
        return database.FilePath;
    }
}
