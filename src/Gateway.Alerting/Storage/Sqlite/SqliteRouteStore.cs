using Dapper;
using Gateway.Alerting.Routing;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The routes made in the API, in SQLite.</summary>
internal sealed class SqliteRouteStore(SqliteDatabase database, SqliteWriter writer) : IRouteStore
{
    public Task<RouteVersion?> FindAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(Present(connection, null));
    }

    public Task<RouteVersion?> AppendAsync(string document, IReadOnlyCollection<long>? seen, string by, DateTimeOffset at, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            var present = connection.ExecuteScalar<long?>("select max(version) from route_versions", transaction: transaction) ?? 0;
            if (seen?.Contains(present) == false)
            {
                return null;
            }

            connection.Execute(
                "insert into route_versions (version, document, by, at) values (@number, @document, @by, @at)",
                new { number = present + 1, document, by, at = at.ToUnixTimeMilliseconds() },
                transaction);
            return Present(connection, transaction);
        },
        cancellationToken);

    /// <summary>The last version.</summary>
    public static RouteVersion? Present(SqliteConnection connection, SqliteTransaction? transaction) => connection
        .QuerySingleOrDefault<Row>("select version, document, by, at from route_versions order by version desc limit 1", transaction: transaction)?.ToVersion();

    private sealed record Row(long version, string document, string by, long at)
    {
        public RouteVersion ToVersion() => new(version, document, by, AlertRow.Instant(at));
    }
}
