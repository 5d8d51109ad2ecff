using System.CommandLine;
using System.CommandLine.Parsing;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>
/// The commands beside the gateway itself. They start no server, write no log, and change no file: what they say is on the standard output,
/// what is wrong with how they were called is one line on the error output.
/// </summary>
internal static class GatewayCommands
{
    public const string Rules = "rules";

    private static readonly string[] Help = ["--help", "-h", "-?", "/?", "--version"];

    /// <summary>Whether the arguments are a command's and not the gateway's.</summary>
    public static bool Include(string[] args) => args is [var first, ..] && (first == Rules || Help.Contains(first));

    /// <returns>The exit code: 0, or 1 when something is wrong with what was looked at or with the arguments.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root(output, error).Parse(args);
        if (parsed.Errors is [.., var mistake])
        {
            await error.WriteLineAsync($"{mistake.Message} See: {PathTo(parsed.CommandResult)}--help");
            return 1;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (StartRefusal.Explain(fault) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return 1;
        }
    }

    private static string PathTo(SymbolResult? result) =>
        result is CommandResult { Command: not RootCommand } command ? $"{PathTo(command.Parent)}{command.Command.Name} " : "";

    private static RootCommand Root(TextWriter output, TextWriter error) => new("An LLM gateway that meters every call and alerts. Without a command it starts; settings are given as --Section:Key=value, and --demo runs it against a simulated provider.")
    {
        new Command(Rules, "Check, test and try alert rules. Starts no server.")
        {
            CheckCommand.Create(output),
            TestCommand.Create(output),
            BacktestCommand.Create(output, error),
        },
    };
}
