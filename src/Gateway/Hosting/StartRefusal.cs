using System.Text.RegularExpressions;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gateway.Hosting;

/// <summary>Tells a wrong setting from a bug: the first gets a line that names the key, the second its stack trace.</summary>
internal static partial class StartRefusal
{
    /// <returns>What to tell the person who started it, or null when the fault is not theirs to mend.</returns>
    public static string? Explain(Exception fault) => fault switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        DatabaseRefusedException or FormatException => fault.Message,
        SqliteException or IOException or UnauthorizedAccessException when Place(fault) is { } place => place,
        InvalidOperationException wrong when WrongValue().Match(wrong.Message) is { Success: true } match =>
            $"{match.Groups["key"].Value}: '{match.Groups["value"].Value}' is not {Allowed(match.Groups["type"].Value)}",
        InvalidOperationException { InnerException: { } inner } when Explain(inner) is { } reason => reason,
        AggregateException several when several.InnerExceptions.Select(Explain).ToList() is var reasons && reasons.TrueForAll(reason => reason is not null) =>
            string.Join(Environment.NewLine, reasons),
        _ => null,
    };

    /// <summary>A place that cannot be had: a port in use, or a folder or database that cannot be written.</summary>
    private static string? Place(Exception fault) => fault switch
    {
        { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{fault.Message} Choose another address with --urls=http://localhost:5081",
        SqliteException or UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => $"Alerting:Database: the database cannot be opened or made: {fault.Message}",
        _ => null,
    };

    private static string Allowed(string type) => type switch
    {
        "System.TimeSpan" => "a time such as 00:00:01 (hours:minutes:seconds)",
        "System.Boolean" => "true or false",
        _ when type.StartsWith("System.Int", StringComparison.Ordinal) || type.Contains("System.Int32", StringComparison.Ordinal) => "a whole number",
        _ => $"a {type.Split('.')[^1]}",
    };

    /// <summary>The configuration binder's words for a value that it cannot convert.</summary>
    [GeneratedRegex(@"Failed to convert configuration value '(?<value>[^']*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'")]
    private static partial Regex WrongValue();
}
