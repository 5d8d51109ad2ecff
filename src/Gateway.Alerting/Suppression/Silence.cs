namespace Gateway.Alerting.Suppression;

/// <summary>Somebody's word that certain alerts are not to be sent for a while. It is kept after its end, for the record.</summary>
public sealed record Silence
{
    /// <summary>A longer one is forgotten and hides what it should not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public required string Id { get; init; }

    public required AlertMatcher Matcher { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Excluded. Null only for one that recurs until somebody ends it.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Silent only within these windows; null: all the time.</summary>
    public WeeklyWindow? Recurring { get; init; }

    public string? Comment { get; init; }

    /// <summary>Person or API key.</summary>
    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It ends when the last unresolved alert that it matches is resolved.</summary>
    public bool ExpireOnResolve { get; init; }

    /// <summary>When somebody, or its <see cref="ExpireOnResolve"/>, ended it early.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedBy { get; init; }

    public SilenceStatus StatusAt(DateTimeOffset now) => this switch
    {
        { EndedAt: not null } => SilenceStatus.Ended,
        _ when EndsAt <= now => SilenceStatus.Ended,
        _ when now < StartsAt => SilenceStatus.Pending,
        _ => SilenceStatus.Active,
    };

    /// <returns>Null when it keeps nothing quiet now.</returns>
    public Muting? At(DateTimeOffset now)
    {
        if (StatusAt(now) != SilenceStatus.Active)
        {
            return null;
        }

        var until = Recurring is null ? EndsAt : Earlier(Recurring.EndOf(now), EndsAt);
        return until is { } end ? new(Reason(end, now), end) : null;
    }

    /// <summary>As it turned out, for a look at a time that is over.</summary>
    public Silence InHindsight() => this with
    {
        StartsAt = StartsAt > CreatedAt ? StartsAt : CreatedAt,
        EndsAt = Earlier(EndedAt ?? EndsAt, EndsAt),
        EndedAt = null,
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? window, DateTimeOffset? end) => window > end ? end : window;

    private string Reason(DateTimeOffset end, DateTimeOffset now)
    {
        var words = $"silenced by {CreatedBy} until {UntilText.Of(end, now, Recurring?.Zone ?? TimeZoneInfo.Utc)}";
        return string.IsNullOrWhiteSpace(Comment) ? words : $"{words}: {Comment}";
    }
}

public enum SilenceStatus
{
    Pending,
    Active,
    Ended,
}
