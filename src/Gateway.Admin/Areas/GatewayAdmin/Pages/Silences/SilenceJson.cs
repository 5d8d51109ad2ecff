using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Alerting.Suppression;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;

/// <summary>Answers of the silence endpoints.</summary>
internal sealed record SilenceListJson(IReadOnlyList<SilenceJson> Silences, int Count, long Total, PaginationJson Pagination)
{
    public static SilenceListJson Of(SilencePage page, DateTimeOffset now, int limit, int offset) => new(
        [.. page.Silences.Select(silence => SilenceJson.Of(silence, now))],
        page.Silences.Count,
        page.Total,
        new(limit, offset, offset + page.Silences.Count < page.Total));
}

/// <param name="Id">Its id.</param>
/// <param name="Status">Now.</param>
/// <param name="QuietUntil">When it ends to keep alerts quiet; null when it does not do so now.</param>
/// <param name="Matchers">Which alerts: fields with globs.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends at the latest; null for one that recurs without end.</param>
/// <param name="Recurring">Only within these windows; null: all the time.</param>
/// <param name="Comment">Why.</param>
/// <param name="ExpireOnResolve">It ends with the last unresolved alert that it matches.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="EndedAt">When it was ended early.</param>
/// <param name="EndedBy">By whom.</param>
internal sealed record SilenceJson(
    string Id,
    SilenceStatus Status,
    DateTimeOffset? QuietUntil,
    IReadOnlyDictionary<string, string> Matchers,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    WindowText? Recurring,
    string? Comment,
    bool ExpireOnResolve,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string? EndedBy)
{
    public static SilenceJson Of(Silence silence, DateTimeOffset now) => new(
        silence.Id,
        silence.StatusAt(now),
        silence.At(now)?.Until,
        silence.Matcher.Fields,
        silence.StartsAt,
        silence.EndsAt,
        silence.Recurring is { } window ? WindowText.Of(window) : null,
        silence.Comment,
        silence.ExpireOnResolve,
        silence.CreatedBy,
        silence.CreatedAt,
        silence.EndedAt,
        silence.EndedBy);
}
