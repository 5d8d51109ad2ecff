namespace Gateway.Scenarios.Stage;

/// <summary>
/// Time that passes as usual and can be skipped: half an hour goes by in an instant, and timers that fall due in it ring then, once,
/// as they do after a machine has slept. So a scenario runs through the real threads and sockets and still says "the window passes".
/// </summary>
internal sealed class StageTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<StageTimer> _timers = [];
    private TimeSpan _ahead;

    /// <param name="start">What it is now.</param>
    public StageTime(DateTimeOffset start) => _ahead = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return System.GetUtcNow() + _ahead;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return System.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StageTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Skip(TimeSpan time)
    {
        StageTimer[] timers;
        lock (_gate)
        {
            _ahead += time;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Hasten();
        }
    }

    /// <summary>One system timer that is set again whenever time is skipped.</summary>
    private sealed class StageTimer : ITimer
    {
        private readonly Lock _gate = new();
        private readonly StageTime _time;
        private readonly ITimer _inner;
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public StageTimer(StageTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _inner = System.CreateTimer(
                _ =>
                {
                    Rang();
                    callback(state);
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _time.GetUtcNow() + dueTime;
                _period = period;
                return _inner.Change(dueTime, period);
            }
        }

        public void Hasten()
        {
            lock (_gate)
            {
                if (_due is { } due)
                {
                    var left = due - _time.GetUtcNow();
                    _inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
                }
            }
        }

        public void Dispose()
        {
            Forget();
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return _inner.DisposeAsync();
        }

        private void Forget()
        {
            lock (_time._gate)
            {
                _time._timers.Remove(this);
            }
        }

        private void Rang()
        {
            lock (_gate)
            {
                _due = _period <= TimeSpan.Zero ? null : _time.GetUtcNow() + _period;
            }
        }
    }
}
