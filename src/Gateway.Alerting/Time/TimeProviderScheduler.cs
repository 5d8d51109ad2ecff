using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Gateway.Alerting.Time;

/// <summary>
/// Runs Rx on a <see cref="TimeProvider"/>: the same pipeline is live on the system clock, instant in a test and fast-forward in a backtest.
/// Work runs on the provider's timer threads; whoever shares state between pipelines synchronises it.
/// </summary>
/// <remarks>
/// Implements the interfaces directly. Rx's <c>LocalScheduler</c> keeps a static queue on the system clock, so under a fake clock
/// its absolute timers never fire and its intervals drift.
/// </remarks>
public sealed class TimeProviderScheduler(TimeProvider time) : IScheduler, ISchedulerPeriodic
{
    public DateTimeOffset Now => time.GetUtcNow();

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) =>
        Schedule(state, TimeSpan.Zero, action);

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Schedule(state, dueTime - Now, action);

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        var due = dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero;
        var inner = new SerialDisposable();
        var timer = new SingleAssignmentDisposable();
        timer.Disposable = time.CreateTimer(
            _ =>
            {
                timer.Dispose();
                inner.Disposable = action(this, state);
            },
            null,
            due,
            Timeout.InfiniteTimeSpan);
        return new CompositeDisposable(timer, inner);
    }

    /// <summary>Runs never overlap: one that would start while the last still runs is skipped, so a slow tick cannot pile up.</summary>
    public IDisposable SchedulePeriodic<TState>(TState state, TimeSpan period, Func<TState, TState> action)
    {
        var running = 0;
        return time.CreateTimer(
            _ =>
            {
                if (Interlocked.Exchange(ref running, 1) == 1)
                {
                    return;
                }

                try
                {
                    state = action(state);
                }
                finally
                {
                    Volatile.Write(ref running, 0);
                }
            },
            null,
            period,
            period);
    }
}
