using System.Text.RegularExpressions;
using Gateway.Alerting;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Proxy;
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
            SettingsMistakes.NotOfKind(match.Groups["key"].Value, match.Groups["value"].Value, match.Groups["type"].Value),
        InvalidOperationException { Source: "Yarp.ReverseProxy", InnerException: AggregateException refusals } => Lines(refusals.InnerExceptions.Select(OfTheProxy)),
        // Such as an https address without a certificate. What else is there is advice on how to make one.
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => $"Kestrel: {fault.Message.Split('\n')[0].TrimEnd()}",
        InvalidOperationException { InnerException: { } inner } when Explain(inner) is { } reason => reason,
        AggregateException several => Lines(several.InnerExceptions.Select(Explain)),
        _ => null,
    };

    /// <summary>YARP's refusals of a route or a cluster name that and not the key. What has a cause came from a part of ours.</summary>
    private static string? OfTheProxy(Exception refusal) => refusal.InnerException is { } cause ? Explain(cause) : $"{ProxySettings.Section}: {refusal.Message}";

    /// <summary>All reasons, or null when one of the faults is a bug.</summary>
    private static string? Lines(IEnumerable<string?> reasons) =>
        reasons.ToList() is var lines && lines.TrueForAll(line => line is not null) ? string.Join(Environment.NewLine, lines) : null;

    /// <summary>A place that cannot be had: a port in use, or a folder or database that cannot be written.</summary>
    private static string? Place(Exception fault) => fault switch
    {
        { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{fault.Message} Choose another address with --urls=http://localhost:5081",
        SqliteException or UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => $"Alerting:Database: the database cannot be opened or made: {fault.Message}",
        _ => null,
    };

    /// <summary>The configuration binder's words for a value that it cannot convert.</summary>
    [GeneratedRegex(@"Failed to convert configuration value '(?<value>[^']*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'")]
    private static partial Regex WrongValue();
}
