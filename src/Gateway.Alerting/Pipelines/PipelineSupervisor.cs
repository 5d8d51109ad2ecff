using System.Reactive.Linq;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// Runs each rule on its own. One that throws is logged, shown in its health, and begun again from its saved state after a while; one that is
/// slow is judged less often. The others never notice.
/// </summary>
internal sealed partial class PipelineSupervisor(AlertMemory memory, RuleHealthBoard board, TimeProviderScheduler scheduler, TimeProvider time, ILogger<PipelineSupervisor> log)
{
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromSeconds(30);

    public IObservable<AlertTransition> Supervise(CompiledRule rule, IObservable<WindowSnapshot> snapshots) =>
        Observable
            .Defer(() => snapshots.Paced(new RulePace(time, took => ReportPace(rule, took)), due => AlertPipeline.Run(rule, due, memory)))
            .RetryWhen(faults => faults
                .Do(fault => Report(rule, fault))
                .SelectMany(_ => Observable.Timer(BeforeRestart, scheduler))
                .Do(_ => board.Report(rule.Id, RuleTrouble.Failed, null)));

    private void Report(CompiledRule rule, Exception fault)
    {
        RuleFaulted(fault, rule.Id);
        board.Report(rule.Id, RuleTrouble.Failed, $"failed and is not judged until it restarts in {BeforeRestart.TotalSeconds:0} s: {fault.Message}");
    }

    private void ReportPace(CompiledRule rule, TimeSpan? took) =>
        board.Report(rule.Id, RuleTrouble.Slow, took is { } slow ? $"took {slow.TotalMilliseconds:0} ms to judge and is judged less often, so that it does not delay the others" : null);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rule {Rule} failed; it restarts from its saved state")]
    private partial void RuleFaulted(Exception fault, string rule);
}
