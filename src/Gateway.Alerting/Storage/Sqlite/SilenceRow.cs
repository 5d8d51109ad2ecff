using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>A row of <c>silences</c>, in its column types.</summary>
internal sealed record SilenceRow(
    string id,
    string matchers,
    long starts_at,
    long? ends_at,
    string? recurring,
    string? comment,
    string created_by,
    long created_at,
    long expire_on_resolve,
    long? ended_at,
    string? ended_by)
{
    /// <summary>In the order of the record.</summary>
    public const string Columns = "id, matchers, starts_at, ends_at, recurring, comment, created_by, created_at, expire_on_resolve, ended_at, ended_by";

    /// <summary>Those that have not ended at <c>@now</c>.</summary>
    public const string NotEnded = "ended_at is null and (ends_at is null or ends_at > @now)";

    public static SilenceRow Of(Silence silence) => new(
        silence.Id,
        AlertRow.Write(silence.Matcher.Fields),
        silence.StartsAt.ToUnixTimeMilliseconds(),
        silence.EndsAt?.ToUnixTimeMilliseconds(),
        silence.Recurring is { } window ? AlertRow.Write(WindowText.Of(window)) : null,
        silence.Comment,
        silence.CreatedBy,
        silence.CreatedAt.ToUnixTimeMilliseconds(),
        silence.ExpireOnResolve ? 1 : 0,
        silence.EndedAt?.ToUnixTimeMilliseconds(),
        silence.EndedBy);

    public Silence ToSilence() => new()
    {
        Id = id,
        Matcher = new(AlertRow.Read<Dictionary<string, string>>(matchers)),
        StartsAt = AlertRow.Instant(starts_at),
        EndsAt = ends_at is { } end ? AlertRow.Instant(end) : null,
        Recurring = recurring is null ? null : Window(recurring),
        Comment = comment,
        CreatedBy = created_by,
        CreatedAt = AlertRow.Instant(created_at),
        ExpireOnResolve = expire_on_resolve == 1,
        EndedAt = ended_at is { } ended ? AlertRow.Instant(ended) : null,
        EndedBy = ended_by,
    };

    private static WeeklyWindow Window(string json) => AlertRow.Read<WindowText>(json)
        .Read((field, message) => throw new InvalidDataException($"A stored silence has a window whose '{field}' {message}."))!;
}
