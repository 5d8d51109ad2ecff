namespace Gateway.Alerting.Windows;

/// <summary>
/// How much memory all windows together may take, estimated when a group begins. A group that does not fit is folded into <c>other</c>,
/// so that a flood of new users, keys or tags costs precision and never the process.
/// </summary>
public sealed class WindowBudget(long mostBytes)
{
    public const long DefaultMostBytes = 512L << 20;

    private long _taken;

    public bool TryTake(long bytes)
    {
        if (_taken + bytes > mostBytes)
        {
            return false;
        }

        Take(bytes);
        return true;
    }

    public void Take(long bytes) => _taken += bytes;

    public void Return(long bytes) => _taken -= bytes;
}
