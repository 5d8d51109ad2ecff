namespace Gateway.Alerting.Lifecycle;

/// <summary>
/// Which firings become alerts: the first at once, then none until the cooldown has passed. A firing that outlasts the cooldown opens
/// its alert then; one that ends within it is only counted. Pure.
/// </summary>
/// <param name="LastOpenedAt">When an alert was last opened: the cooldown runs from there.</param>
/// <param name="Admitted">The firing (by its beginning) that has an alert; null when none is on.</param>
/// <param name="Suppressed">The firing that was counted as suppressed, so that it is counted once.</param>
/// <param name="LastSentAt">When the alert was last announced: repeats run from there.</param>
public sealed record CooldownState(DateTimeOffset? LastOpenedAt, DateTimeOffset? Admitted, DateTimeOffset? Suppressed, DateTimeOffset? LastSentAt)
{
    public static CooldownState Fresh { get; } = new(null, null, null, null);

    /// <summary>See <see cref="AlertState.ClockSet"/>.</summary>
    public CooldownState ClockSet(TimeSpan by) => new(LastOpenedAt + by, Admitted + by, Suppressed + by, LastSentAt + by);

    /// <summary>The next state, and what the world should know of it.</summary>
    /// <param name="firing">The beginning of the present firing; null when there is none.</param>
    /// <param name="now">The tick.</param>
    /// <param name="quiet">The cooldown.</param>
    /// <param name="repeat">How often to announce again; null for never.</param>
    public (CooldownState State, AlertTransitionKind? Transition) Advance(DateTimeOffset? firing, DateTimeOffset now, TimeSpan quiet, TimeSpan? repeat)
    {
        if (firing is null)
        {
            // A cooldown that has passed is forgotten, and with it the group, should it never fire again.
            return (
                now - LastOpenedAt < quiet ? this with { Admitted = null, Suppressed = null } : Fresh,
                Admitted is null ? null : AlertTransitionKind.Resolved);
        }

        if (firing == Admitted)
        {
            return now - LastSentAt >= repeat ? (this with { LastSentAt = now }, AlertTransitionKind.Repeated) : (this, null);
        }

        if (LastOpenedAt is null || now - LastOpenedAt >= quiet)
        {
            return (new(now, firing, null, now), AlertTransitionKind.Opened);
        }

        return firing == Suppressed ? (this, null) : (this with { Suppressed = firing }, AlertTransitionKind.Suppressed);
    }
}
