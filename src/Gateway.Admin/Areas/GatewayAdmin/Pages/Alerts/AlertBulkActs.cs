using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>Acts on many alerts from the page, with what there is to say of them afterwards.</summary>
internal sealed class AlertBulkActs(IAlertLog log, IAlertDesk desk, TimeProvider time)
{
    /// <summary>More at once would keep the database's one writer from everything else.</summary>
    public const int MostMatching = 10_000;

    public async Task<Notice> ActAsync(AlertAct act, IReadOnlyList<string> ids, string by, string? note, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var actions = new List<AlertAction>();
        foreach (var part in ids.Chunk(AlertBulk.MostIds))
        {
            actions.AddRange(await desk.ActAsync(act, part, by, note, cancellationToken));
        }

        var undo = act == AlertAct.Acknowledge && actions.Exists(action => action.Result == AlertActionResult.Done) ? new UndoRange(began, time.GetUtcNow()).ToString() : null;
        return Notice.Of(act, actions) with { Undo = undo };
    }

    /// <summary>All that match and that the act is for, newest first.</summary>
    public async Task<Notice> ActOnMatchingAsync(AlertAct act, AlertFilter filter, string by, string? note, CancellationToken cancellationToken)
    {
        if (Narrow(act, filter) is not { } narrowed)
        {
            return new("Nothing was changed: none of them allows it.", []);
        }

        var ids = await log.IdsAsync(narrowed, MostMatching + 1, cancellationToken);
        var notice = await ActAsync(act, [.. ids.Take(MostMatching)], by, note, cancellationToken);
        return ids.Count > MostMatching ? notice with { Said = $"{notice.Said} There are more: at most {MostMatching} are done at once." } : notice;
    }

    public async Task<Notice> UndoAsync(UndoRange range, string by, CancellationToken cancellationToken)
    {
        var ids = await log.AcknowledgedIdsAsync(by, range.From, range.To, cancellationToken);
        return ids.Count == 0 ? new("Nothing was changed: they are not acknowledged by you any more.", []) : await ActAsync(AlertAct.Unacknowledge, ids, by, null, cancellationToken);
    }

    /// <returns>Null when no alert of the filter allows the act.</returns>
    private static AlertFilter? Narrow(AlertAct act, AlertFilter filter) => (act, filter.Status) switch
    {
        (AlertAct.Acknowledge, null or AlertStatus.Open) => filter with { Status = AlertStatus.Open },
        (AlertAct.Resolve, null) => filter with { UnresolvedOnly = true },
        (AlertAct.Resolve, AlertStatus.Open or AlertStatus.Acknowledged) => filter,
        (AlertAct.Delete, null or AlertStatus.Resolved) => filter with { Status = AlertStatus.Resolved },
        _ => null,
    };
}
