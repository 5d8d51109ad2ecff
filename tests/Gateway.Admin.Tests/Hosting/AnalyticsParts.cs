using Gateway.Alerting.Analytics;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>The sums of calls as the gateway keeps them, in a database of their own; made when first asked for.</summary>
internal sealed class AnalyticsParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-analytics-");
    private readonly SqliteWriter _writer;
    private readonly SqliteCallStore _store;

    public AnalyticsParts()
    {
        var database = MigratedFile.In(_folder);
        _writer = new(database);
        _store = new(_writer);
        Analytics = new SqliteCallAnalytics(database);
    }

    public ICallAnalytics Analytics { get; }

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AnalyticsParts>();
        services.AddSingleton(provider => provider.GetRequiredService<AnalyticsParts>().Analytics);
        services.AddSingleton<AnalyticsDesk>();
        services.AddSingleton<CostOutlook>();
    }

    public Task AddAsync(params IEnumerable<LlmCall> calls) => _store.AppendAsync([.. calls], TestContext.Current.CancellationToken);

    /// <summary>Nine days of the scene's traffic, a call every quarter of an hour, more by day than by night.</summary>
    public Task FillAsync() => AddAsync(Enumerable.Range(0, 9 * 96)
        .Where(index => index % 4 == 0 || Scene.Now.AddMinutes(-15 * index).Hour is >= 7 and < 20)
        .Select(index => Scene.Call(index, Scene.Now.AddMinutes(-15 * index)) with { Team = index % 3 == 0 ? "search" : "support", Tags = [index % 2 == 0 ? "env:prod" : "env:dev"] }));

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }
}
