using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads the rollup tables a page at a time, each on a connection of its own, so that a slow reader never holds back the WAL.</summary>
public sealed class SqliteCallRollups(SqliteDatabase database) : ICallRollups
{
    private const int PageSize = 2000;
    private const int FirstSum = 14;

    public IAsyncEnumerable<CallRollup> MinutesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync("call_minutes", from, to, cancellationToken);

    public IAsyncEnumerable<CallRollup> HoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync("call_hours", from, to, cancellationToken);

    private async IAsyncEnumerable<CallRollup> ReadAsync(string table, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Below every key of the first bucket: ids begin at 0.
        var after = new RollupRowKey(CallTime.CeilingMs(from), -1, 0, 0, 0, 0, 0);
        var end = CallTime.CeilingMs(to);
        List<CallRollup> page;
        do
        {
            (page, after) = ReadPage(table, after, end, cancellationToken);
            foreach (var rollup in page)
                yield return rollup;

            await Task.Yield();
        }
        while (page.Count == PageSize);
    }

    private (List<CallRollup> Page, RollupRowKey Last) ReadPage(string table, RollupRowKey after, long end, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"""
            select r.bucket, r.provider, r.model, r.route, r.api_key, r.user, r.team,
                   p.value, m.value, t.value, u.value, g.value, nullif(k.label, ''), nullif(k.key_id, ''),
                   {string.Join(", ", RollupRow.Columns.Select(column => "r." + column))}
            from {table} r
            left join names p on p.id = r.provider
            left join names m on m.id = r.model
            left join names t on t.id = r.route
            left join names u on u.id = r.user
            left join names g on g.id = r.team
            left join api_keys k on k.id = r.api_key
            where (r.bucket, r.provider, r.model, r.route, r.api_key, r.user, r.team)
                  > (@bucket, @provider, @model, @route, @api_key, @user, @team)
              and r.bucket < @end
            order by r.bucket, r.provider, r.model, r.route, r.api_key, r.user, r.team
            limit {PageSize}
            """,
            null,
            ("@bucket", after.Bucket),
            ("@provider", after.Provider),
            ("@model", after.Model),
            ("@route", after.Route),
            ("@api_key", after.ApiKey),
            ("@user", after.User),
            ("@team", after.Team),
            ("@end", end));
        using var reader = command.ExecuteReader();
        var page = new List<CallRollup>();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            after = new RollupRowKey(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6));
            page.Add(new CallRollup(Key(reader, after.Bucket), Sums(reader)));
        }

        return (page, after);
    }

    private static CallRollupKey Key(SqliteDataReader reader, long bucket) => new()
    {
        Start = DateTimeOffset.FromUnixTimeMilliseconds(bucket),
        Provider = reader.GetString(7),
        Model = reader.TextOrNull(8),
        Route = reader.GetString(9),
        User = reader.TextOrNull(10),
        Team = reader.TextOrNull(11),
        ApiKey = reader.TextOrNull(12),
        ApiKeyId = reader.TextOrNull(13),
    };

    private static CallSums Sums(SqliteDataReader reader)
    {
        Span<long> values = stackalloc long[RollupRow.Columns.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.GetInt64(FirstSum + i);
        return RollupRow.Sums(values);
    }
}
