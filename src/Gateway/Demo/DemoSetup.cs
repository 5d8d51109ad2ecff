namespace Gateway.Demo;

/// <summary>Turns a gateway that is being built into the demo.</summary>
internal static class DemoSetup
{
    public const string Database = "Data Source=data/demo.db";
    public const string Rules = "config/demo-rules";

    /// <summary>Channels that the environment would create: the demo's alerts stay on the machine.</summary>
    private static readonly string[] Outbound =
        ["SMTP_SERVER", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SLACK_WEBHOOK_URL", "PAGERDUTY_INTEGRATION_KEY"];

    /// <summary>
    /// Starts the simulated provider and puts its address into every cluster of the configuration, with a database and rules of the demo's own.
    /// These settings win over all others, so that a demo never reaches a real provider or a real database; only <c>Demo:Database</c> moves its own.
    /// Call it after the configuration is complete and before anything reads it; then add <see cref="AddDemoTraffic"/> in the order that it states.
    /// </summary>
    /// <param name="builder">The gateway.</param>
    /// <param name="time">The clock of the provider's pace; the system's when null.</param>
    public static WebApplicationBuilder AddDemo(this WebApplicationBuilder builder, TimeProvider? time = null)
    {
        var provider = SimulatedProvider.Start(time ?? TimeProvider.System);
        builder.Configuration.AddInMemoryCollection(Settings(builder.Configuration, provider.Address));
        // By factory, so that the container, which owns what it makes, stops the provider with the gateway.
        builder.Services.AddSingleton(_ => provider);
        return builder;
    }

    /// <summary>The traffic, as a hosted service: behind the one that migrates the database, before the engine.</summary>
    public static IServiceCollection AddDemoTraffic(this IServiceCollection services) => services
        .AddSingleton<DemoHistory>()
        .AddSingleton<GatewayAddress>()
        .AddHostedService<TrafficGenerator>();

    internal static Dictionary<string, string?> Settings(IConfiguration configuration, string provider)
    {
        var settings = Outbound.ToDictionary(name => name, string? (_) => null);
        settings["Alerting:Database"] = configuration["Demo:Database"] ?? Database;
        settings["Alerting:Rules"] = Rules;
        foreach (var destination in configuration.GetSection("ReverseProxy:Clusters").GetChildren().SelectMany(cluster => cluster.GetSection("Destinations").GetChildren()))
        {
            settings[$"{destination.Path}:Address"] = provider;
            if (destination["Health"] is not null)
            {
                settings[$"{destination.Path}:Health"] = provider;
            }
        }

        return settings;
    }
}
