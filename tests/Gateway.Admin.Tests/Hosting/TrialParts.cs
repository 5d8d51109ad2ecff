using Gateway.Alerting;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Stored calls, and what tries rules on them. Made when first asked for.</summary>
internal sealed class TrialParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-trial-");
    private readonly SqliteWriter _writer;
    private readonly SqliteCallStore _calls;

    public TrialParts(TimeProvider time, NotificationParts notifications)
    {
        var database = MigratedFile.In(_folder);
        _writer = new(database);
        _calls = new(_writer);
        var (log, rollups, options) = (new SqliteCallLog(database), new SqliteCallRollups(database), Options.Create(new AlertingOptions()));
        Trial = new(log, rollups, new InFlightCalls(), options, time);
        Backtest = new(log, rollups, notifications.Quiet, options, time);
    }

    public RuleTrial Trial { get; }

    public Backtest Backtest { get; }

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<TrialParts>();
        services.AddSingleton(provider => provider.GetRequiredService<TrialParts>().Trial);
        services.AddSingleton(provider => provider.GetRequiredService<TrialParts>().Backtest);
        services.TryAddSingleton(new RuleCompiler(ChannelIds.BuiltIn));
        services.TryAddSingleton(new ChannelDirectory([]));
        services.TryAddSingleton(new Announcer("Gateway Alerts", null));
    }

    public Task StoreAsync(IEnumerable<LlmCall> calls) => _calls.AppendAsync([.. calls], TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _calls.Dispose();
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
