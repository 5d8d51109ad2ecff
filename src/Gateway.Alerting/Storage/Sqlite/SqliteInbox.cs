using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The notification centre in SQLite: the delivery log of the in-app channels, and a mark for each reader.</summary>
internal sealed class SqliteInbox(SqliteDatabase database, SqliteWriter writer, ChannelDirectory channels) : IInbox
{
    private const string OfChannel = "from deliveries where log_channel = @channel and log_status = 1";

    public Task<InboxPage> ReadAsync(string name, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var read = connection.ExecuteScalar<long?>("select read_seq from inbox_marks where name = @name", new { name }, transaction) ?? 0;
        // Each channel for itself: together they would have to be sorted.
        var unread = InApp().Sum(channel => connection.ExecuteScalar<int>(
            $"select count(*) from (select 1 {OfChannel} and seq > @read limit @MostUnread)", new { channel, read, InboxPage.MostUnread }, transaction));
        var rows = InApp()
            .SelectMany(channel => connection.Query<InboxRow>(
                $"select seq, id, alert_id, channel_id, event, payload, created_at {OfChannel} order by seq desc limit @limit", new { channel, limit }, transaction))
            .OrderByDescending(row => row.seq)
            .Take(limit);
        return Task.FromResult(new InboxPage([.. rows.Select(row => row.ToEntry(read))], Math.Min(unread, InboxPage.MostUnread)));
    }

    public Task<bool> MarkReadAsync(string name, string? upTo, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            var seq = InApp().Max(channel => connection.ExecuteScalar<long?>(
                upTo is null ? $"select max(seq) {OfChannel}" : "select seq from deliveries where id = @upTo and channel_id = @channel and status = 1",
                new { channel, upTo },
                transaction));
            connection.Execute(
                """
                insert into inbox_marks (name, read_seq) values (@name, @seq)
                on conflict (name) do update set read_seq = max(read_seq, excluded.read_seq)
                """,
                new { name, seq = seq ?? 0 },
                transaction);
            return seq is not null || upTo is null;
        },
        cancellationToken);

    private IEnumerable<string> InApp() => channels.Ids.Where(id => channels.Find(id)?.Type == InAppType.TypeName);

    private sealed record InboxRow(long seq, string id, string? alert_id, string channel_id, string @event, string payload, long created_at)
    {
        public InboxEntry ToEntry(long read) =>
            new(new(id, alert_id, channel_id, @event, payload, 0), AlertRow.Instant(created_at), seq <= read);
    }
}
