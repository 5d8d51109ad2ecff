using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Reads the call log by keyset: every page is a short read transaction of its own, so a client that reads slowly
/// neither holds back the WAL's checkpoint nor sees a call twice.
/// </summary>
public sealed class SqliteCallLog(SqliteDatabase database) : ICallLog, ICallHistory
{
    private const int StreamPage = 1000;
    private const int HistoryPage = 4000;

    /// <summary>One page in the order of ends.</summary>
    private const string EndOrder =
        """
        where (c.ended_us, c.seq) > (@after, @seq) and c.ended_us < @end
        order by c.ended_us, c.seq
        limit @limit
        """;

    /// <summary>One page in the order of starts, without the calls that were over before <c>@begin</c>.</summary>
    private const string StartOrder =
        """
        where (c.started_at, c.seq) > (@after, @seq) and c.started_at < @end and c.ended_us > @begin
        order by c.started_at, c.seq
        limit @limit
        """;

    private static readonly TimeSpan LongestUnderWay = TimeSpan.FromDays(1);

    private readonly NameTexts _names = new();

    public Task<CallPage> ListAsync(CallFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var after = cursor is null ? CallCursor.Newest : CallCursor.Parse(cursor);
        // SQLite's asynchronous calls are synchronous: the work is taken off the caller's thread here, once.
        return Task.Run(
            () =>
            {
                // One more than asked for tells whether there is a next page.
                var (calls, places) = NewestFirst(filter, limit + 1, after, cancellationToken);
                return calls.Count <= limit
                    ? new CallPage(calls, null)
                    : new CallPage(calls[..limit], places[limit - 1].ToString());
            },
            cancellationToken);
    }

    public Task<LlmCall?> FindAsync(string id, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = database.OpenReader();
            return Read(connection, $"{CallRow.Select} where c.id = @id", [("@id", CallIdCode.Encode(id))], CallRow.Seq, cancellationToken).Calls.SingleOrDefault();
        },
        cancellationToken);

    public async IAsyncEnumerable<LlmCall> StreamAsync(CallFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = CallCursor.Newest;
        while (true)
        {
            var from = after;
            var (calls, places) = await Task.Run(() => NewestFirst(filter, StreamPage, from, cancellationToken), cancellationToken);
            foreach (var call in calls)
                yield return call;

            if (calls.Count < StreamPage)
                yield break;

            after = places[^1];
        }
    }

    public async IAsyncEnumerable<LlmCall> ReplayAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = new CallPlace(CallTime.CeilingUs(from), -1);
        var end = CallTime.CeilingUs(to);
        while (true)
        {
            var start = after;
            var (calls, places) = await Task.Run(() => OldestEndFirst(start, end, cancellationToken), cancellationToken);
            foreach (var call in calls)
                yield return call;

            if (calls.Count < StreamPage)
                yield break;

            after = places[^1];
        }
    }

    public IAsyncEnumerable<IReadOnlyList<LlmCall>> PagesAsync(DateTimeOffset from, DateTimeOffset to, CallFields fields, CancellationToken cancellationToken) => PagesAsync(
        new(new CallProjection(fields, _names), EndOrder, EndedUs, CallTime.CeilingUs(to), CallTime.CeilingUs(from)),
        CallTime.CeilingUs(from),
        cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<LlmCall>> UnderWayAsync(DateTimeOffset from, DateTimeOffset to, CallFields fields, CancellationToken cancellationToken) => PagesAsync(
        new(new CallProjection(fields, _names), StartOrder, call => call.StartedAt.ToUnixTimeMilliseconds(), CallTime.CeilingMs(to), CallTime.CeilingUs(from)),
        CallTime.CeilingMs(from - LongestUnderWay),
        cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<LlmCall>> PagesAsync(OrderedReading order, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = ReadAsync(new CallPlace(from, -1));
        try
        {
            while (true)
            {
                var (calls, last) = await reading;
                if (calls.Count == HistoryPage)
                    reading = ReadAsync(last);

                yield return calls;
                if (calls.Count < HistoryPage)
                    yield break;
            }
        }
        finally
        {
            // Whoever stops early leaves a page behind that is still being read.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<(List<LlmCall> Calls, CallPlace Last)> ReadAsync(CallPlace after) =>
            Task.Run(() => ProjectedPage(order, after, cancellationToken), cancellationToken);
    }

    private (List<LlmCall> Calls, CallPlace Last) ProjectedPage(OrderedReading order, CallPlace after, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{order.Projection.Select} {order.Sql}", null, [.. Page(after, order.End, HistoryPage), ("@begin", order.Begin)]);
        using var row = command.ExecuteReader();
        var calls = new List<LlmCall>(HistoryPage);
        var last = after;
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var call = order.Projection.Read(row.Handle!, connection);
            calls.Add(call);
            last = new(order.At(call), CallProjection.Seq(row.Handle!));
        }

        return (calls, last);
    }

    private static long EndedUs(LlmCall call) => (call.EndedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private (List<LlmCall> Calls, List<CallCursor> Places) NewestFirst(CallFilter filter, int limit, CallCursor after, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var conditions = new CallConditions(connection, filter);
        if (conditions.MatchNothing)
            return ([], []);

        return Read(
            connection,
            $"""
            {CallRow.Select}
            where (c.started_at, c.seq) < (@started, @seq){conditions.Sql}
            order by c.started_at desc, c.seq desc
            limit @limit
            """,
            [.. conditions.Parameters, ("@started", after.StartedMs), ("@seq", after.Seq), ("@limit", limit)],
            row => new CallCursor(CallRow.StartedMs(row), CallRow.Seq(row)),
            cancellationToken);
    }

    private (List<LlmCall> Calls, List<CallPlace> Places) OldestEndFirst(CallPlace after, long end, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Read(
            connection,
            $"{CallRow.Select} {EndOrder}",
            [.. Page(after, end, StreamPage)],
            row => new CallPlace(CallRow.EndedUs(row), CallRow.Seq(row)),
            cancellationToken);
    }

    private static (string Name, object Value)[] Page(CallPlace after, long end, int limit) =>
        [("@after", after.At), ("@seq", after.Seq), ("@end", end), ("@limit", limit)];

    private (List<LlmCall> Calls, List<T> Places) Read<T>(
        SqliteConnection connection, string sql, List<(string Name, object Value)> parameters, Func<SqliteDataReader, T> place, CancellationToken cancellationToken)
    {
        using var command = connection.Command(sql, null, CollectionsMarshal.AsSpan(parameters));
        using var row = command.ExecuteReader();
        var calls = new List<LlmCall>();
        var places = new List<T>();
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            calls.Add(CallRow.Read(row, connection, _names));
            places.Add(place(row));
        }

        return (calls, places);
    }

    /// <summary>The place of a call in an order of time.</summary>
    private readonly record struct CallPlace(long At, long Seq);

    /// <param name="Projection">Reads the columns.</param>
    /// <param name="Sql">Conditions and order of a page.</param>
    /// <param name="At">Where a call stands in the order.</param>
    /// <param name="End">The first place in the order that is too late.</param>
    /// <param name="Begin">In microseconds; calls that ended before are none of it.</param>
    private sealed record OrderedReading(CallProjection Projection, string Sql, Func<LlmCall, long> At, long End, long Begin);
}
