using Gateway.Admin;
using Gateway.Alerting;
using Gateway.Cli;
using Gateway.Demo;
using Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway;

/// <summary>The system in order.</summary>
internal static class GatewayApplication
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code: 0, or 1 when a setting stopped the start; the reason is one line on the error output.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (GatewayCommands.Include(args))
            {
                return await GatewayCommands.RunAsync(args, Console.Out, Console.Error);
            }

            await using var app = Build(args);
            // Before anything starts and logs: a wrong setting is one line, nothing else.
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            TakenAddresses.Refuse(app.Configuration);
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (StartRefusal.Explain(fault) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
    }

    /// <param name="args">The command line: <c>--demo</c>, and settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">What a host of its own changes first: registrations made here win.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var commandLine = CommandLine.Parse(args);
        var builder = WebApplication.CreateBuilder(ContentPaths.Options(commandLine.Settings));
        configure?.Invoke(builder);
        if (commandLine.Demo)
        {
            builder.AddDemo();
        }

        builder.AddGatewayServer();
        builder.AddGatewayDatabase();
        if (commandLine.Demo)
        {
            builder.Services.AddDemoTraffic();
        }

        builder.Services.AddAlerting(builder.Configuration);
        builder.Services.AddGatewayProxy(builder.Configuration);
        builder.AddGatewayAdmin();
        builder.AddGatewayTelemetry();
        return Assemble(builder.Build());
    }

    /// <summary>What a request meets, from the outside in.</summary>
    private static WebApplication Assemble(WebApplication app)
    {
        app.MapGatewayAdmin();
        app.MapGatewayTelemetry();
        app.MapGatewayProxy();
        app.UseUnmatchedPaths();
        app.Lifetime.ApplicationStarted.Register(() => StartBanner.Print(app));
        return app;
    }
}
