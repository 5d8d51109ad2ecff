using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace Gateway.Hosting;

/// <summary>Tells a wrong setting from a bug: the first gets a line that names the key, the second its stack trace.</summary>
internal static class StartRefusal
{
    /// <returns>What to tell the person who started it, or null when the fault is not theirs to mend.</returns>
    public static string? Explain(Exception fault) => fault switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        DatabaseRefusedException or FormatException or ArgumentException { ParamName: "connectionString" } => fault.Message,
        InvalidOperationException { InnerException: FormatException inner } binding => $"{binding.Message} {inner.Message}",
        // The binder names the key that it does not know or cannot convert.
        InvalidOperationException binding when binding.Message.Contains("configuration", StringComparison.OrdinalIgnoreCase) => binding.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{fault.Message} Choose another address with --urls=http://localhost:5081",
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        AggregateException several when several.InnerExceptions.All(inner => Explain(inner) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Explain)),
        _ => null,
    };
}
