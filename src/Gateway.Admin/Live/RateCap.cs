namespace Gateway.Admin.Live;

/// <summary>Lets so many through in each second of the clock and drops the rest. One caller at a time.</summary>
internal sealed class RateCap(int perSecond, TimeProvider time)
{
    private long _second;
    private int _taken;

    public bool TryTake()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (second != _second)
        {
            (_second, _taken) = (second, 0);
        }

        return ++_taken <= perSecond;
    }
}
