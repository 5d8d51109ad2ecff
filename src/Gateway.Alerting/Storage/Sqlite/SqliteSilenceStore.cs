using Dapper;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Silences in SQLite.</summary>
internal sealed class SqliteSilenceStore(SqliteDatabase database, SqliteWriter writer) : ISilenceStore
{
    public Task<SilencePage> ListAsync(SilenceStatus? status, DateTimeOffset now, int limit, int offset, CancellationToken cancellationToken)
    {
        var matches = status switch
        {
            SilenceStatus.Pending => $"from silences where {SilenceRow.NotEnded} and starts_at > @now",
            SilenceStatus.Active => $"from silences where {SilenceRow.NotEnded} and starts_at <= @now",
            SilenceStatus.Ended => $"from silences where not ({SilenceRow.NotEnded})",
            _ => "from silences",
        };
        var parameters = new { now = now.ToUnixTimeMilliseconds(), limit, offset };
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var total = connection.ExecuteScalar<long>($"select count(*) {matches}", parameters, transaction);
        var rows = connection.Query<SilenceRow>($"select {SilenceRow.Columns} {matches} order by created_at desc, id desc limit @limit offset @offset", parameters, transaction);
        return Task.FromResult(new SilencePage([.. rows.Select(row => row.ToSilence())], total));
    }

    public Task<Silence?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(connection.QuerySingleOrDefault<SilenceRow>($"select {SilenceRow.Columns} from silences where id = @id", new { id })?.ToSilence());
    }

    public Task<IReadOnlyList<Silence>> InForceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<SilenceRow>(
            $"select {SilenceRow.Columns} from silences where {SilenceRow.NotEnded} and starts_at <= @now", new { now = now.ToUnixTimeMilliseconds() });
        return Task.FromResult<IReadOnlyList<Silence>>([.. rows.Select(row => row.ToSilence()).Where(silence => silence.At(now) is not null)]);
    }

    public Task<IReadOnlyList<Silence>> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<SilenceRow>(
            $"""
            select {SilenceRow.Columns} from silences
            where starts_at < @to and created_at < @to and (ends_at is null or ends_at > @from) and (ended_at is null or ended_at > @from)
            """,
            new { from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() });
        return Task.FromResult<IReadOnlyList<Silence>>([.. rows.Select(row => row.ToSilence().InHindsight())]);
    }

    public Task<bool> AddAsync(Silence silence, int most, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            var now = silence.CreatedAt.ToUnixTimeMilliseconds();
            return connection.ExecuteScalar<long>($"select count(*) from silences where {SilenceRow.NotEnded}", new { now }, transaction) < most
                && connection.Execute(
                    $"""
                    insert into silences ({SilenceRow.Columns})
                    values (@id, @matchers, @starts_at, @ends_at, @recurring, @comment, @created_by, @created_at, @expire_on_resolve, @ended_at, @ended_by)
                    """,
                    SilenceRow.Of(silence),
                    transaction) == 1;
        },
        cancellationToken);

    public async Task<Silence?> EndAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            (connection, transaction) =>
            {
                var now = at.ToUnixTimeMilliseconds();
                if (connection.ExecuteScalar<long>($"select count(*) from silences where id = @id and {SilenceRow.NotEnded}", new { id, now }, transaction) > 0)
                {
                    new SuppressionTables(connection, transaction).End(id, by, at);
                }

                return true;
            },
            cancellationToken);
        return await FindAsync(id, cancellationToken);
    }
}
