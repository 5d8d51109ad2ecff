namespace Gateway.Alerting.Pipelines;

/// <summary>How much of the time one rule takes. One that is slow gets a tenth of it at most. Used by one tick at a time.</summary>
/// <param name="time">Measures.</param>
/// <param name="changed">Told how long a tick took when the rule became slow, and null when it no longer is.</param>
internal sealed class RulePace(TimeProvider time, Action<TimeSpan?> changed)
{
    /// <summary>What a rule may take of a tick before it is held back.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromMilliseconds(50);

    /// <summary>It then waits so many times as long as it took.</summary>
    private const int Rest = 9;

    private long _began;
    private TimeSpan _waits;
    private bool _isSlow;

    public bool IsDue => _waits == TimeSpan.Zero || time.GetElapsedTime(_began) >= _waits;

    public void Begin() => _began = time.GetTimestamp();

    public void End()
    {
        var took = time.GetElapsedTime(_began);
        var slow = took > Allowed;
        _waits = slow ? took * (Rest + 1) : TimeSpan.Zero;
        if (slow != _isSlow)
        {
            _isSlow = slow;
            changed(slow ? took : null);
        }
    }
}
