using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Suppression;

/// <summary>When a channel wants to be left alone.</summary>
/// <param name="Window">By its own clock.</param>
/// <param name="CriticalPasses">Whether critical alerts are sent all the same.</param>
public sealed record QuietHours(WeeklyWindow Window, bool CriticalPasses = true)
{
    /// <returns>Null when an alert of that priority may be sent now.</returns>
    public Muting? At(DateTimeOffset now, AlertPriority priority)
    {
        if (CriticalPasses && priority == AlertPriority.Critical)
        {
            return null;
        }

        return Window.EndOf(now) is { } end ? new($"quiet hours until {UntilText.Of(end, now, Window.Zone)}", end) : null;
    }
}
