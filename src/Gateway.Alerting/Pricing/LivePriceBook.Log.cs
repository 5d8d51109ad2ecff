using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pricing;

public sealed partial class LivePriceBook
{
    [LoggerMessage(LogLevel.Information, "Prices loaded from {Path}: {Models} models of {Providers} providers ({Ignored} entries ignored)")]
    private partial void LogLoaded(string path, int models, int providers, int ignored);

    [LoggerMessage(LogLevel.Warning, "Prices in {Path} are not used: {Problems}")]
    private partial void LogRefused(string path, string problems);
}
