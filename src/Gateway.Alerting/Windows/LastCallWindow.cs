namespace Gateway.Alerting.Windows;

/// <summary>When the last call ended. Not thread-safe.</summary>
public sealed class LastCallWindow : IMetricWindow
{
    /// <summary>Null when there was none.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    public void Add(DateTimeOffset at, long value) => LastAt = LastAt > at ? LastAt : at;

    /// <summary>Silence is what it measures: nothing is forgotten while the group lives.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
    }
}
