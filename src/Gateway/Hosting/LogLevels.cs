using Gateway.Alerting.Text;

namespace Gateway.Hosting;

/// <summary>The levels in the section <c>Logging</c>, for everything (<c>Logging:LogLevel</c>) and for one kind of log (<c>Logging:Console:LogLevel</c>).</summary>
internal static class LogLevels
{
    private const string Section = "Logging";
    private const string Key = "LogLevel";

    /// <summary>Goes before the host is built: its log refuses a wrong level without the key.</summary>
    /// <exception cref="FormatException">Every level that is none, a line each, with its key and what is allowed.</exception>
    public static void Check(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Section);
        string[] mistakes =
        [
            .. logging.GetChildren().Select(log => log.GetSection(Key)).Prepend(logging.GetSection(Key))
                .SelectMany(levels => levels.AsEnumerable())
                .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
                .Select(level => $"{level.Key}: '{level.Value}' is not a log level; {NearestName.Hint(level.Value!, Enum.GetNames<LogLevel>())}"),
        ];
        if (mistakes.Length > 0)
        {
            throw new FormatException(string.Join(Environment.NewLine, mistakes));
        }
    }
}
