namespace Gateway.Alerting.Windows;

/// <summary>The calls that have not ended: counted anew at every tick. Not thread-safe.</summary>
public sealed class InFlightWindow : IMetricWindow
{
    public int Count { get; private set; }

    /// <summary>How long the oldest has been running; zero when there is none.</summary>
    public TimeSpan OldestAge { get; private set; }

    public void Clear() => (Count, OldestAge) = (0, TimeSpan.Zero);

    public void Add(TimeSpan age)
    {
        Count++;
        OldestAge = age > OldestAge ? age : OldestAge;
    }

    /// <summary>Finished calls are not its concern.</summary>
    void IMetricWindow.Add(DateTimeOffset at, long value)
    {
    }

    void IMetricWindow.AdvanceTo(DateTimeOffset now)
    {
    }
}
