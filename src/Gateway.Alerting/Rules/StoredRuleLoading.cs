using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Rules;

/// <summary>Brings the rules of the database into force before the engine starts. A database that does not answer holds up no start: it is tried again.</summary>
internal sealed partial class StoredRuleLoading(RuleDesk desk, SystemHealth health, TimeProvider time, ILogger<StoredRuleLoading> log) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private bool _isLoaded;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryLoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isLoaded)
        {
            await Task.Delay(AfterFault, time, stoppingToken);
            await TryLoadAsync(stoppingToken);
        }
    }

    private async Task TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await desk.LoadAsync(cancellationToken);
            _isLoaded = true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            StoredRulesNotLoaded(fault);
            health.Report(HealthParts.Rules, HealthState.Degraded, $"rules made in the API cannot be read and are not in force: {fault.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rules made in the API cannot be read; trying again")]
    private partial void StoredRulesNotLoaded(Exception fault);
}
