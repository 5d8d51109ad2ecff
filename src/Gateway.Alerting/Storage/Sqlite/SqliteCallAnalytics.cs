using Gateway.Alerting.Analytics;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads the sums in SQLite. A split by one dimension comes from its own parts; filters over other dimensions need the full sums of every hour.</summary>
public sealed class SqliteCallAnalytics(SqliteDatabase database) : ICallAnalytics
{
    /// <summary>16 MB: the rows of somebody's months lie on thousands of pages, and a page of the admin asks for them a dozen times.</summary>
    private const string PageCache = "pragma cache_size = -16384";

    /// <summary>On a thread of its own, so that a page's questions are answered beside each other.</summary>
    public Task<IReadOnlyList<CallTotals>> ReadAsync(CallTotalsQuery query, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<CallTotals>>(
        () =>
        {
            using var connection = database.OpenReader();
            connection.Run(PageCache);
            using var transaction = connection.BeginTransaction(deferred: true);
            return new Reading(query, connection, transaction, cancellationToken).Run();
        },
        cancellationToken);

    /// <summary>One question, on one snapshot of the database.</summary>
    private sealed class Reading(CallTotalsQuery query, SqliteConnection connection, SqliteTransaction transaction, CancellationToken cancellationToken)
    {
        private readonly SumConditions _where = new(query, connection, transaction);
        private readonly IReadOnlyList<int> _places = RollupRow.PlacesOf(query.Sums);

        private string Columns => string.Join(", ", _places.Select(place => RollupRow.Columns[place]));

        public List<CallTotals> Run()
        {
            var byTag = query.GroupBy == CallDimension.Tag || query.Filters.ContainsKey(CallDimension.Tag);
            var bounds = Bounds(byTag ? CallTime.HourMs : CallTime.MinuteMs);
            var totals = new SumTotals(bounds, _places, query.Slots);
            if (byTag)
                Read($"select bucket, {(query.GroupBy is null ? "0" : "tag")}, {Columns} from call_tag_hours", _where.Full, new(default, bounds[0], bounds[^1]), totals.AddSums);
            else
                AddAll(bounds, totals);
            return Named(totals);
        }

        private List<long> Bounds(long unit)
        {
            var bounds = query.Bounds.Select(bound => CallTime.Bucket(bound.ToUnixTimeMilliseconds(), unit)).ToList();
            bounds[^1] = CallTime.BucketEnd(query.Bounds[^1].ToUnixTimeMilliseconds(), unit);
            return bounds;
        }

        private void AddAll(List<long> bounds, SumTotals totals)
        {
            bounds[^1] = WholeHour(bounds[^1]);
            var folds = new Folds(Starts("unfolded_hours", bounds), Starts("unfolded_days", bounds));
            var oldestMinute = Scalar("select ifnull(min(bucket), 9e18) from call_minutes");
            bool HasParts(long hour) => Part is not null && folds.HasHour(hour);
            foreach (var range in SumRanges.Of(bounds, day => Part is not null && folds.HasDay(day), HasParts, HasParts, oldestMinute))
                AddSums(range, totals);
            if (!query.Quantiles || !query.HasQuantiles)
                return;

            foreach (var range in SumRanges.Of(bounds, folds.HasDay, _ => true, folds.HasHour, oldestMinute))
                AddSketches(range, totals);
        }

        /// <summary>An hour in which nothing has ended since: most questions end now, and the sums of the hour are a quarter of the rows of its minutes.</summary>
        private long WholeHour(long end)
        {
            var hour = CallTime.BucketEnd(end, CallTime.HourMs);
            return Scalar("select exists (select 1 from call_minutes where bucket >= @end and bucket < @hour)", ("@end", end), ("@hour", hour)) == 0 ? hour : end;
        }

        /// <summary>The one dimension that this question is about; null when there are several, or filters on another than the calls are split by.</summary>
        private CallPart? Part => query.Filters.Keys.Append(query.GroupBy ?? query.Filters.Keys.FirstOrDefault()).Distinct().ToList() switch
        {
            _ when query.Filters.Count == 0 => CallPart.Of(query.GroupBy),
            [var only] => CallPart.Of(only),
            _ => null,
        };

        private void AddSums(SumRange range, SumTotals totals)
        {
            if (range.Source is SumSource.Days or SumSource.Hours or SumSource.Quarters)
            {
                var table = range.Source switch
                {
                    SumSource.Days => "call_day_parts",
                    SumSource.Hours => "call_hour_parts" + ByValue("call_hour_parts"),
                    _ => "call_quarter_parts" + ByValue("call_quarter_parts"),
                };
                Read($"select bucket, {(query.GroupBy is null ? "0" : "value")}, {Columns} from {table}", $" and dimension = {Part!.Code}{_where.Part}", range, totals.AddSums);
            }
            else
            {
                Read($"select bucket, {Group}, {Columns} from {(range.Source == SumSource.FullHours ? "call_hours" : "call_minutes")}", _where.Full, range, totals.AddSums);
            }
        }

        private string ByValue(string table) => query.Groups is null ? "" : $" indexed by {table}_by_value";

        private void AddSketches(SumRange range, SumTotals totals)
        {
            var table = range.Source switch
            {
                SumSource.Days => "call_day_sketches",
                SumSource.Quarters => "call_quarter_sketches",
                SumSource.FullMinutes => "call_minute_sketches",
                _ => "call_hour_sketches",
            };
            Read($"select bucket, {Group}, {Wanted("latency", CallSumParts.Latency)}, {Wanted("ttft", CallSumParts.Ttft)} from {table}", _where.Full, range, totals.AddSketches);
        }

        private string Wanted(string sketch, CallSumParts part) => query.Sums.HasFlag(part) ? sketch : "null";

        private string Group => query.GroupBy is { } dimension ? SumConditions.Column(dimension) : "0";

        private void Read(string select, string conditions, SumRange range, Action<SqliteDataReader> add)
        {
            using var command = connection.Command($"{select} where bucket >= @from and bucket < @to{conditions}", transaction, ("@from", range.From), ("@to", range.To));
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                add(reader);
            }
        }

        private HashSet<long> Starts(string table, List<long> bounds)
        {
            using var command = connection.Command(
                $"select bucket from {table} where bucket >= @from and bucket < @to", transaction, ("@from", bounds[0] - CallTime.DayMs), ("@to", bounds[^1] + CallTime.DayMs));
            using var reader = command.ExecuteReader();
            var starts = new HashSet<long>();
            while (reader.Read())
                starts.Add(reader.GetInt64(0));
            return starts;
        }

        private long Scalar(string sql, params (string Name, object Value)[] parameters)
        {
            using var command = connection.Command(sql, transaction, parameters);
            return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }

        private List<CallTotals> Named(SumTotals totals)
        {
            var groups = query.GroupBy is { } dimension
                ? totals.All.Select(entry => entry.Group).Distinct().ToDictionary(id => id, id => new CallGroup(id, null))
                : [];
            if (groups.Count > 0)
                Name(groups, query.GroupBy == CallDimension.ApiKey ? "select id, nullif(label, '') from api_keys" : "select id, value from names");
            return [.. totals.All.Select(entry => new CallTotals(
                entry.Bucket, groups.GetValueOrDefault(entry.Group), RollupRow.Sums(entry.Total.Values), entry.Total.Latency, entry.Total.Ttft))];
        }

        private void Name(Dictionary<long, CallGroup> groups, string select)
        {
            using var command = connection.Command($"{select} where id in (select value from json_each(@ids))", transaction, ("@ids", $"[{string.Join(',', groups.Keys)}]"));
            using var reader = command.ExecuteReader();
            while (reader.Read())
                groups[reader.GetInt64(0)] = new(reader.GetInt64(0), reader.TextOrNull(1));
            // The tags that an hour had no room for.
            if (query.GroupBy == CallDimension.Tag && groups.ContainsKey(0))
                groups[0] = new(0, "other");
        }
    }

    /// <summary>What is up to date among the parts.</summary>
    private sealed class Folds(HashSet<long> hours, HashSet<long> days)
    {
        private readonly HashSet<long> _brokenDays = [.. days, .. hours.Select(hour => CallTime.Bucket(hour, CallTime.DayMs))];

        public bool HasDay(long day) => !_brokenDays.Contains(day);

        public bool HasHour(long hour) => !hours.Contains(hour);
    }
}
