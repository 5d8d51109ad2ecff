using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Gateway.Alerting.Pipelines.Operators;

/// <summary>Keeps one slow rule from slowing all others: rules are judged one after another.</summary>
internal static class PacedOperator
{
    /// <summary>Skips snapshots while the rule's pace says that it has had its share of the time.</summary>
    /// <param name="snapshots">What ticks see.</param>
    /// <param name="pace">Measures what the rule does with each.</param>
    /// <param name="judge">The rule.</param>
    public static IObservable<T> Paced<T>(this IObservable<WindowSnapshot> snapshots, RulePace pace, Func<IObservable<WindowSnapshot>, IObservable<T>> judge) =>
        Observable.Create<T>(observer =>
        {
            var due = new Subject<WindowSnapshot>();
            var judging = judge(due).Subscribe(observer);
            var feeding = snapshots.Subscribe(
                snapshot =>
                {
                    if (pace.IsDue)
                    {
                        pace.Begin();
                        due.OnNext(snapshot);
                        pace.End();
                    }
                },
                due.OnError,
                due.OnCompleted);
            return StableCompositeDisposable.Create(feeding, judging);
        });
}
