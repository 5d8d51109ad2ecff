using System.Text.Json.Serialization;

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

    /// <summary>The condition that led when the firing began: its number stands for the firing, whichever conditions are met later.</summary>
    public int Leading { get; init; }

    /// <summary>The worst leading number of the firing.</summary>
    public double? Peak { get; init; }

    /// <summary>The conditions that are held past their threshold by a recovery value, see <see cref="Rules.Verdict.Held"/>.</summary>
    public string Held { get; init; } = "";

    public CooldownState Cooldown { get; init; } = CooldownState.Fresh;

    /// <summary>The verdict keeps changing: shown, and nothing else. Counted from the start of the process.</summary>
    [JsonIgnore]
    public bool IsFlapping { get; init; }

    /// <summary>When the verdict changed last.</summary>
    [JsonIgnore]
    public VerdictChanges Changes { get; init; }

    public static AlertState Normal { get; } = new();

    /// <summary>Whether the logic held at the last tick.</summary>
    [JsonIgnore]
    public bool WasMet => Phase is AlertPhase.Pending or AlertPhase.Firing;

    /// <summary>The wall clock was set: durations go on as if it had not been.</summary>
    public AlertState ClockSet(TimeSpan by) => this with
    {
        PendingSince = PendingSince + by,
        FiringSince = FiringSince + by,
        RecoveringSince = RecoveringSince + by,
        Cooldown = Cooldown.ClockSet(by),
    };
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
