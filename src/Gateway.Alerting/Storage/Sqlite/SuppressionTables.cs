using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Suppression;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What decisions look up, inside one transaction of the writer: a silence that is stored before an alert counts for it. Read once each.</summary>
internal sealed class SuppressionTables(SqliteConnection connection, SqliteTransaction transaction)
{
    private IReadOnlyList<Silence>? _silences;
    private (bool IsRead, RouteVersion? Version) _routes;

    /// <summary>A transaction is of one moment, or of a few ticks: those of its first question do for the others.</summary>
    public IReadOnlyList<Silence> SilencesAt(DateTimeOffset now) => _silences ??=
    [
        .. connection.Query<SilenceRow>($"select {SilenceRow.Columns} from silences where {SilenceRow.NotEnded}", new { now = now.ToUnixTimeMilliseconds() }, transaction)
            .Select(row => row.ToSilence()),
    ];

    public RouteVersion? Routes
    {
        get
        {
            if (!_routes.IsRead)
            {
                _routes = (true, SqliteRouteStore.Present(connection, transaction));
            }

            return _routes.Version;
        }
    }

    /// <summary>What was skipped, or refused for good, has told nobody anything; what went into a digest is told by that.</summary>
    public IReadOnlyList<OpeningChannel> OpeningOf(string alertId) =>
    [
        .. connection.Query<(string Id, bool IsTold)>(
            """
            select d.channel_id, max(iif(d.digest_id is null, d.status, coalesce(digest.status, @sent)) not in (@skipped, @failed))
            from deliveries as d left join deliveries as digest on digest.id = d.digest_id
            where d.alert_id = @alertId and d.event = @opened group by d.channel_id order by min(d.seq)
            """,
            new { alertId, opened = NotificationEvents.TypeOf(NotificationEvent.Opened), sent = DeliveryStatus.Sent, skipped = DeliveryStatus.Skipped, failed = DeliveryStatus.Failed },
            transaction).Select(row => new OpeningChannel(row.Id, row.IsTold)),
    ];

    /// <summary>Drops what was held back of the alert, and ends the silences that were only for it.</summary>
    public void AlertResolved(Alert alert, DateTimeOffset at)
    {
        Run(
            $"update deliveries set next_attempt_at = null, reason = reason || '; it was resolved before that' where alert_id = @Id and {SqliteHeldDeliveries.Held}",
            new { alert.Id });
        var subject = AlertSubject.Of(alert);
        var ending = SilencesAt(at).Where(silence => silence.ExpireOnResolve && silence.StatusAt(at) == SilenceStatus.Active && silence.Matcher.Matches(subject)).ToList();
        if (ending.Count == 0)
        {
            return;
        }

        var others = connection.Query<AlertRow>($"select {AlertRow.Columns} from alerts where status < 2", transaction: transaction).Select(row => AlertSubject.Of(row.ToAlert())).ToList();
        foreach (var silence in ending.Where(silence => !others.Any(silence.Matcher.Matches)))
        {
            End(silence.Id, Alert.ByEngine, at);
        }
    }

    /// <summary>What it held back is decided again at once.</summary>
    public void End(string silenceId, string by, DateTimeOffset at)
    {
        Run("update silences set ended_at = @at, ended_by = @by where id = @silenceId", new { silenceId, by, at = at.ToUnixTimeMilliseconds() });
        Reconsider(at);
        _silences = null;
    }

    /// <summary>Makes all that is held due.</summary>
    public void Reconsider(DateTimeOffset at) =>
        Run($"update deliveries set next_attempt_at = @at where {SqliteHeldDeliveries.Held} and next_attempt_at > @at", new { at = at.ToUnixTimeMilliseconds() });

    private void Run(string sql, object parameters) => connection.Execute(sql, parameters, transaction);
}
