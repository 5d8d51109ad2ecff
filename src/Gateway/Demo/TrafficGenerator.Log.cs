namespace Gateway.Demo;

internal sealed partial class TrafficGenerator
{
    [LoggerMessage(LogLevel.Information, "Demo traffic flows through {Gateway} to the simulated provider at {Provider}; nothing leaves this machine")]
    private partial void LogStarted(Uri gateway, string provider);

    [LoggerMessage(LogLevel.Warning, "There is no demo traffic: the server has no address to call")]
    private partial void LogNoAddress();

    [LoggerMessage(LogLevel.Debug, "Demo call failed: {Reason}")]
    private partial void LogCallFailed(string reason);
}
