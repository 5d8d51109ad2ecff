using Gateway.Alerting.Delivery;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Rules as the gateway has them: a folder with one rule in a file, and a database for the others. Made when first asked for.</summary>
internal sealed class RuleParts : IAsyncDisposable
{
    /// <summary>The rule of the file <c>config/rules/errors.json</c>, on its second line.</summary>
    public const string FileRule = "provider-outage";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-rule-api-");
    private readonly SqliteWriter _writer;

    public RuleParts(ChannelDirectory channels, SystemHealth health, TimeProvider time)
    {
        var database = MigratedFile.In(_folder);
        _writer = new(database);
        Store = new SqliteRuleStore(database, _writer);
        Write("""{ "id": "provider-outage", "name": "Provider outage", "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 10 } ] }""");
        var compiler = new RuleCompiler(() => channels.Ids);
        Provider = new(_folder.FullName, "config/rules", compiler, health, time, NullLogger<RuleSetProvider>.Instance);
        Board = new(health, time);
        Desk = new(Store, Provider, compiler, time);
    }

    public IRuleStore Store { get; }

    public RuleSetProvider Provider { get; }

    public RuleDesk Desk { get; }

    public RuleHealthBoard Board { get; }

    public AlertMemory Memory { get; } = new();

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RuleParts>();
        services.AddSingleton(provider => provider.GetRequiredService<RuleParts>().Store);
        services.AddSingleton(provider => provider.GetRequiredService<RuleParts>().Provider);
        services.AddSingleton(provider => provider.GetRequiredService<RuleParts>().Desk);
        services.AddSingleton(provider => provider.GetRequiredService<RuleParts>().Memory);
        services.AddSingleton(provider => provider.GetRequiredService<RuleParts>().Board);
    }

    /// <summary>Puts rules into the file.</summary>
    public void Write(string rules) => File.WriteAllText(Path.Combine(_folder.FullName, "errors.json"), $"// Rules.\n{rules}");

    /// <summary>Counts as the alert store does.</summary>
    public Task CountAsync(string ruleId, int triggered, int suppressed, DateTimeOffset last) => _writer.WriteAsync((connection, transaction) => connection.Run(
        $"insert into rule_counters (rule_id, trigger_count, suppressed_count, last_triggered) values ('{ruleId}', {triggered}, {suppressed}, {last.ToUnixTimeMilliseconds()})",
        transaction));

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        Provider.Dispose();
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
