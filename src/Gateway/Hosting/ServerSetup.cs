using Gateway.Alerting;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Gateway.Hosting;

/// <summary>The server under the gateway, and what it keeps beside its database.</summary>
internal static class ServerSetup
{
    /// <summary>The folder of keys beside the database.</summary>
    public const string Keys = "keys";

    /// <summary>The server's log of requests that begin and end.</summary>
    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        LogLevels.Check(builder.Configuration);
        CheckServer(builder.Configuration, builder.Environment.ContentRootPath);
        // A background part that dies is logged; it must not take the data plane along.
        builder.Services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        // Where this log is on, at any level, every request gets an activity and a log scope, whoever reads them. Settings may turn it on.
        if (builder.Configuration[$"Logging:LogLevel:{RequestLog}"] is null)
        {
            builder.Logging.AddFilter(RequestLog, LogLevel.None);
        }

        builder.WebHost.ConfigureKestrel(server => server.ConfigureGateway());
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ServerBlocks>();
        if (ListenAddresses.Of(builder.Configuration) is { } addresses)
        {
            builder.WebHost.UseUrls(addresses);
        }
    }

    /// <exception cref="FormatException">Everything that is wrong with where the server is to listen, a line a mistake.</exception>
    private static void CheckServer(IConfiguration configuration, string contentRoot)
    {
        string[] mistakes = [.. ListenAddresses.Mistakes(configuration), .. KestrelSettings.Mistakes(configuration, contentRoot)];
        if (mistakes.Length > 0)
        {
            throw new FormatException(string.Join(Environment.NewLine, mistakes));
        }
    }

    /// <summary>Migrates before anything else starts; keys live beside the database, so that one volume holds all that lasts.</summary>
    public static void AddGatewayDatabase(this WebApplicationBuilder builder)
    {
        var folder = DataFolder(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddHostedService<DatabaseMigration>();
        builder.Services.AddKeyRing(PrivateFolder(folder, Keys));
        builder.Services.AddSingleton(provider => ApiKeyHasher.LoadOrCreate(Path.Combine(folder, Keys, "api-key-hash.key")));
    }

    /// <summary>Where the database is, and the keys beside it.</summary>
    public static string DataFolder(IConfiguration configuration, string contentRoot)
    {
        var connection = configuration.GetSection(AlertingOptions.Section)[nameof(AlertingOptions.Database)] ?? new AlertingOptions().Database;
        return Path.GetDirectoryName(new SqliteDatabase(connection, contentRoot).FilePath)!;
    }

    /// <summary>What sessions and the secrets of channels are encrypted with.</summary>
    public static void AddKeyRing(this IServiceCollection services, DirectoryInfo keys) =>
        services.AddDataProtection().SetApplicationName("gateway-alerts").PersistKeysToFileSystem(keys);

    /// <summary>Who uses which model, and the keys to sessions, are nobody else's business on a shared machine.</summary>
    private static DirectoryInfo PrivateFolder(string data, string name)
    {
        var path = Path.Combine(data, name);
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }

        // A data folder that is there already keeps the rights that its owner gave it.
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Brings the database to this program's version, or stops the start with the reason.</summary>
    private sealed class DatabaseMigration(SqliteDatabase database, ApiKeyHasher keys, SystemHealth health) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            SqliteMigrations.Apply(database);
            health.Report(HealthParts.Database, HealthState.Healthy, "calls and alerts are being stored");
            if (keys.EphemeralBecause is { } why)
            {
                health.Report(HealthParts.ApiKeyIds, HealthState.Degraded, why);
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
