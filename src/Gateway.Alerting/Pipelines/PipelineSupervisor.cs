using System.Reactive.Linq;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>Runs each rule on its own: one that throws is logged, shown in health, and begun again from its saved state after a while. The others never notice.</summary>
internal sealed partial class PipelineSupervisor(AlertMemory memory, SystemHealth health, TimeProviderScheduler scheduler, ILogger<PipelineSupervisor> log)
{
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromSeconds(30);

    public IObservable<AlertTransition> Supervise(CompiledRule rule, IObservable<WindowSnapshot> snapshots) =>
        Observable
            .Defer(() => AlertPipeline.Run(rule, snapshots, memory))
            .RetryWhen(faults => faults
                .Do(fault => Report(rule, fault))
                .SelectMany(_ => Observable.Timer(BeforeRestart, scheduler))
                .Do(_ => health.Report(HealthParts.Engine, HealthState.Healthy, $"rule '{rule.Id}' restarted after a fault")));

    private void Report(CompiledRule rule, Exception fault)
    {
        RuleFaulted(fault, rule.Id);
        health.Report(HealthParts.Engine, HealthState.Degraded, $"rule '{rule.Id}' failed and is not judged until it restarts in {BeforeRestart.TotalSeconds:0} s: {fault.Message}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rule {Rule} failed; it restarts from its saved state")]
    private partial void RuleFaulted(Exception fault, string rule);
}
