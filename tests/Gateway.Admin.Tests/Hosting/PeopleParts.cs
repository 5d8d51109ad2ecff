using Gateway.Alerting.People;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Preferences and keys as the gateway keeps them. Made when first asked for.</summary>
internal sealed class PeopleParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-people-");
    private readonly SqliteWriter _writer;

    public PeopleParts()
    {
        Database = MigratedFile.In(_folder);
        _writer = new(Database);
        Keys = new SqliteApiKeyStore(Database, _writer);
        Preferences = new SqlitePreferenceStore(Database, _writer);
    }

    public SqliteDatabase Database { get; }

    public IApiKeyStore Keys { get; }

    public IPreferenceStore Preferences { get; }

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PeopleParts>();
        services.AddSingleton(provider => provider.GetRequiredService<PeopleParts>().Database);
        services.AddSingleton(provider => provider.GetRequiredService<PeopleParts>().Keys);
        services.AddSingleton(provider => provider.GetRequiredService<PeopleParts>().Preferences);
        services.AddSingleton<PreferencesDesk>();
        services.AddSingleton(new RetentionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
