using System.CommandLine;
using Gateway.Admin;
using Gateway.Alerting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Hosting;
using Microsoft.Data.Sqlite;

namespace Gateway.Cli;

/// <summary>The settings that commands share with the gateway: <c>appsettings.json</c> and environment variables, as the gateway itself would read them here.</summary>
internal sealed class CliSettings
{
    private readonly IConfiguration _configuration;

    private CliSettings(string contentRoot, IConfiguration configuration)
    {
        (ContentRoot, _configuration) = (contentRoot, configuration);
        configuration.GetSection(AlertingOptions.Section).Bind(Alerting);
    }

    /// <summary>What relative paths in the settings start from.</summary>
    public string ContentRoot { get; }

    public AlertingOptions Alerting { get; } = new();

    public static CliSettings Load()
    {
        var root = ContentPaths.Options([]).ContentRootPath!;
        return new(root, new ConfigurationBuilder()
            .SetBasePath(root)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build());
    }

    /// <summary>An option for the database, as every command understands it.</summary>
    public static Option<string?> DatabaseOption() => new("--database") { Description = "The database's file; that of Alerting:Database when absent.", HelpName = "file" };

    /// <summary>Knows the channels of settings, environment and database. Where there is no database, none is made.</summary>
    /// <param name="database">The database's file; null: that of the settings.</param>
    public RuleCompiler Compiler(string? database)
    {
        var notifications = new NotificationsOptions();
        _configuration.GetSection(NotificationsOptions.Section).Bind(notifications);
        var stored = StoredChannelIds.Read(new(database is null ? Alerting.Database : ConnectionString(database), ContentRoot));
        return new([.. ChannelIds.BuiltIn.Union(notifications.Channels.Keys).Union(stored)]);
    }

    /// <summary>The engine's parts as the gateway puts them together. None of them runs.</summary>
    /// <param name="database">The database's file; null: that of the settings.</param>
    public ServiceProvider Compose(string? database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = ContentRoot });
        builder.Configuration.AddConfiguration(_configuration);
        if (database is not null)
        {
            builder.Configuration.AddInMemoryCollection([new($"{AlertingOptions.Section}:{nameof(AlertingOptions.Database)}", ConnectionString(database))]);
        }

        builder.Services.AddAlerting(builder.Configuration);
        // Channels of the database say what would have been sent; whether they are set up stands in their secrets.
        builder.Services.AddKeyRing(new(Path.Combine(ServerSetup.DataFolder(builder.Configuration, ContentRoot), ServerSetup.Keys)));
        builder.Services.AddChannelSecrets();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>A path that was given on the command line, or the one of the settings.</summary>
    public (string Path, string ShownAs) Resolve(string? given, string standard) =>
        given is null ? (Path.GetFullPath(standard, ContentRoot), standard) : (Path.GetFullPath(given), given);

    private static string ConnectionString(string file) => new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(file) }.ConnectionString;
}
