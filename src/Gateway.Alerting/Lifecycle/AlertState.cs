namespace Gateway.Alerting.Lifecycle;

/// <summary>
/// Where the evaluation of one (rule, group) stands: all that must survive a restart, and nothing else. Changed only by
/// <see cref="AlertLifecycle"/> and <see cref="Cooldown"/>, both pure; saved in the transaction of what they caused.
/// </summary>
public sealed record AlertState
{
    public AlertPhase Phase { get; init; }

    /// <summary>When the logic began to hold; null while it does not.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>When the present firing began. Names the firing: there is at most one alert for it.</summary>
    public DateTimeOffset? FiringSince { get; init; }

    /// <summary>When the logic ceased to hold during a firing that is kept on.</summary>
    public DateTimeOffset? RecoveringSince { get; init; }

    /// <summary>The worst leading number of the firing.</summary>
    public double? Peak { get; init; }

    /// <summary>The conditions that were met at the last tick, one bit each.</summary>
    public ulong MetConditions { get; init; }

    public CooldownState Cooldown { get; init; } = CooldownState.Fresh;

    public static AlertState Normal { get; } = new();
}

/// <summary>Evaluation state, in the field's words.</summary>
public enum AlertPhase
{
    Normal,

    /// <summary>The logic holds, for less long than <c>for</c>.</summary>
    Pending,
    Firing,

    /// <summary>The logic has ceased to hold, for less long than <c>keep_firing_for</c>: still firing to the outside.</summary>
    Recovering,

    /// <summary>Nothing to judge: no calls at all, and the rule has no opinion on that.</summary>
    NoData,
}
