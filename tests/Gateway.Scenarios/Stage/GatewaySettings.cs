namespace Gateway.Scenarios.Stage;

/// <summary>Settings as an operator gives them on the command line.</summary>
internal static class GatewaySettings
{
    private static readonly string[] Clusters = ["openai", "anthropic", "gemini", "ollama"];

    /// <summary>A gateway whose everything is in <paramref name="folder"/>, on a free port of loopback.</summary>
    public static string[] In(TemporaryFolder folder) =>
    [
        "--urls=http://127.0.0.1:0",
        // Assets are found by the name of the program, which here is not the test's.
        "--applicationName=Gateway",
        $"--Alerting:Database=Data Source={folder.Database}",
        $"--Alerting:Rules={folder.Rules}",
        $"--Alerting:Prices={folder.Prices}",
        "--Alerting:EvaluationInterval=00:00:00.100",
        "--Notifications:AllowPrivateNetworks=true",
        "--Admin:ApiKeys:0:Name=scenario",
        $"--Admin:ApiKeys:0:Key={AdminApi.Key}",
        "--Admin:ApiKeys:0:Role=admin",
        "--Logging:LogLevel:Default=None",
    ];

    public static string[] Providers(string address) =>
        [.. Clusters.Select(cluster => $"--ReverseProxy:Clusters:{cluster}:Destinations:default:Address={address}")];
}
