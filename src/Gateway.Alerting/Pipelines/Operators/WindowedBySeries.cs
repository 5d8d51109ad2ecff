using System.Reactive.Linq;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines.Operators;

/// <summary>Folds calls into shared windows and shows them at every tick.</summary>
internal static class WindowedBySeriesOperator
{
    /// <remarks>
    /// <code>
    /// calls      ──c────c─c──────────c───
    /// ticks      ────|───────|───────|───
    /// snapshots  ────s───────s───────s───   each with every call before it, and without what has expired
    /// </code>
    /// Calls and ticks come from different threads; the gate lets one through at a time. Subscribe once and publish.
    /// </remarks>
    public static IObservable<WindowSnapshot> WindowedBySeries(this IObservable<LlmCall> calls, WindowSet windows, IObservable<DateTimeOffset> ticks, TimeProvider time, object gate) =>
        Observable.Merge(
            calls
                .Synchronize(gate)
                .Do(call => windows.Add(call, time.GetUtcNow()))
                .IgnoreElements()
                .Select(_ => default(WindowSnapshot)!),
            ticks
                .Synchronize(gate)
                .Do(windows.AdvanceTo)
                .Select((at, tick) => new WindowSnapshot(at, windows, tick + 1)));
}
