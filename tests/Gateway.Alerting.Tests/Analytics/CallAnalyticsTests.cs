using CsCheck;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Storage;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Analytics;

public sealed class CallAnalyticsTests
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
    private static readonly TimeZoneInfo Kathmandu = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whatever was folded when: by any dimension, interval and filter the sums are those of the calls.</summary>
    [Fact]
    public async Task Totals_OfRandomCallsFoldedInBetween_EqualBruteForce()
    {
        var questions = from dimension in Gen.OneOfConst<CallDimension?>(null, CallDimension.Provider, CallDimension.Model, CallDimension.ApiKey, CallDimension.User, CallDimension.Team)
                        from filter in Gen.OneOfConst<(CallDimension Dimension, string Glob)?>(null, (CallDimension.Model, "A"), (CallDimension.User, "?da"), (CallDimension.User, "(none)"), (CallDimension.Provider, "open*"))
                        from interval in Gen.Enum<CallInterval>()
                        from zone in Gen.OneOfConst(TimeZoneInfo.Utc, Kolkata, Kathmandu)
                        from minutes in Gen.Select(Gen.Int[0, 1500], Gen.Int[1, 1500])
                        select (dimension, filter, interval, zone, minutes);
        await Gen.Select(SomeCalls.Random.Array[1, 40].Array[1, 4], questions.Array[5], Gen.Int[0, 4]).SampleAsync(
            async (batches, asked, foldAfter) =>
            {
                await using var test = new TestDatabase();
                var time = new FakeTimeProvider(SomeCalls.Noon.AddDays(2));
                using var fold = new RollupFold(test.Database, test.Writer, time, NullLogger<RollupFold>.Instance);
                foreach (var (batch, index) in batches.Select((batch, index) => (batch, index)))
                {
                    await test.Store.AppendAsync(batch, Cancellation);
                    if (index == foldAfter)
                        await fold.FoldAsync(Cancellation);
                }

                var calls = batches.SelectMany(batch => batch).DistinctBy(call => call.Id).ToList();
                foreach (var (dimension, filter, interval, zone, minutes) in asked)
                {
                    var from = SomeCalls.Noon.AddMinutes(-750 + minutes.Item1);
                    var query = new CallTotalsQuery
                    {
                        Bounds = interval.Bounds(from, from.AddMinutes(minutes.Item2), zone),
                        GroupBy = dimension,
                        Filters = filter is { } some ? new Dictionary<CallDimension, string> { [some.Dimension] = some.Glob } : new Dictionary<CallDimension, string>(),
                        Quantiles = true,
                    };
                    AssertSame(Expected(calls, query), await new SqliteCallAnalytics(test.Database).ReadAsync(query, Cancellation), query.HasQuantiles);
                }
            },
            iter: 25,
            threads: 1);
    }

    /// <summary>Buckets of one slot are one, what is not asked for stays 0, and a group left out is not there.</summary>
    [Fact]
    public async Task Totals_OfSomeSumsAndSlots_AreThoseOfTheWhole()
    {
        await using var test = new TestDatabase();
        var calls = Enumerable.Range(0, 300).Select(index => SomeCalls.Plain($"{index}") with { StartedAt = SomeCalls.Noon.AddMinutes(index), Latency = TimeSpan.FromMilliseconds(1 + index), User = $"u{index % 3}" }).ToList();
        await test.Store.AppendAsync(calls, Cancellation);
        var analytics = new SqliteCallAnalytics(test.Database);
        var query = new CallTotalsQuery { Bounds = [.. Enumerable.Range(0, 7).Select(hour => SomeCalls.Noon.AddHours(hour))], GroupBy = CallDimension.User };
        var u1 = (await analytics.ReadAsync(query, Cancellation)).Where(total => total.Group!.Value == "u1").ToList();

        var some = await analytics.ReadAsync(query with { Sums = CallSumParts.Latency, Slots = [0, 1, 0, 1, 0, 1], Groups = [u1[0].Group!.Id] }, Cancellation);

        Assert.Equal([0, 1], some.Select(total => total.Bucket).Order());
        foreach (var total in some)
        {
            var parts = u1.Where(part => part.Bucket % 2 == total.Bucket).ToList();
            Assert.Equal((parts.Sum(part => part.Sums.Calls), parts.Max(part => part.Sums.MaxLatency)), (total.Sums.Calls, total.Sums.MaxLatency));
            Assert.Equal(parts.Sum(part => part.Sums.Latency.Ticks), total.Sums.Latency.Ticks);
            Assert.Equal((0, 0), (total.Sums.Tokens.Total, total.Sums.Cost.Value));
        }
    }

    [Fact]
    public async Task Totals_ByTag_CountACallForEachOfItsTags()
    {
        await using var test = new TestDatabase();
        await test.Store.AppendAsync([Tagged("1", "a", "b"), Tagged("2", "b", "b"), Tagged("3")], Cancellation);
        await test.Store.AppendAsync([.. Enumerable.Range(0, 250).Select(index => Tagged($"many-{index}", $"order-{index}"))], Cancellation);
        var query = new CallTotalsQuery { Bounds = [SomeCalls.Noon, SomeCalls.Noon.AddHours(1)], GroupBy = CallDimension.Tag };
        var totals = (await new SqliteCallAnalytics(test.Database).ReadAsync(query, Cancellation)).ToDictionary(total => total.Group!.Value!, total => total.Sums.Calls);
        Assert.Equal((1, 2), (totals["a"], totals["b"]));
        Assert.Equal(TagLimit.Most + 1, totals.Count);
        Assert.Equal(250 - (TagLimit.Most - 2), totals["other"]);
    }

    /// <summary>Questions end now, in the middle of a minute: its calls count, by tag those of the hour.</summary>
    [Theory]
    [InlineData(null, 1, 3)]
    [InlineData(null, 60, 3)]
    [InlineData(null, 61, 4)]
    [InlineData(CallDimension.Tag, 1, 4)]
    public async Task Totals_EndingWithinAMinute_IncludeIt(CallDimension? dimension, int secondsAfterNoon, int expected)
    {
        await using var test = new TestDatabase();
        await test.Store.AppendAsync(
            [.. new[] { -3600, -60, 30, 90, 3600 }.Select(second => Tagged($"at {second}", "t") with { StartedAt = SomeCalls.Noon.AddSeconds(second), Latency = TimeSpan.Zero })], Cancellation);

        var totals = await new SqliteCallAnalytics(test.Database).ReadAsync(
            new() { Bounds = [SomeCalls.Noon.AddHours(-1), SomeCalls.Noon.AddSeconds(secondsAfterNoon)], GroupBy = dimension }, Cancellation);

        Assert.Equal(expected, Assert.Single(totals).Sums.Calls);
    }

    /// <summary>Calls from before there were parts and sketches: the sums are there at once, quantiles after the first fold.</summary>
    [Fact]
    public async Task Totals_OfADatabaseFromBefore_AreWholeAfterTheFold()
    {
        await using var test = new TestDatabase();
        await test.Store.AppendAsync([.. Enumerable.Range(0, 500).Select(index => SomeCalls.Plain($"{index}") with { StartedAt = SomeCalls.Noon.AddMinutes(index), Latency = TimeSpan.FromMilliseconds(1 + index) })], Cancellation);
        await test.Writer.WriteAsync((connection, transaction) => connection.Run("delete from call_hour_sketches; delete from call_minute_sketches; update unfolded_hours set from_log = 1", transaction), Cancellation);
        var query = new CallTotalsQuery { Bounds = [SomeCalls.Noon.Date, SomeCalls.Noon.AddDays(1)], Quantiles = true };
        var analytics = new SqliteCallAnalytics(test.Database);
        var before = Assert.Single(await analytics.ReadAsync(query, Cancellation));
        Assert.Equal((500, null), (before.Sums.Calls, before.Latency?.Count));
        using var fold = new RollupFold(test.Database, test.Writer, new FakeTimeProvider(SomeCalls.Noon.AddDays(2)), NullLogger<RollupFold>.Instance);
        Assert.Equal(9, await fold.FoldAsync(Cancellation));
        Assert.Equal(0, await fold.FoldAsync(Cancellation));
        var after = Assert.Single(await analytics.ReadAsync(query, Cancellation));
        Assert.Equal((500, 500L), (after.Sums.Calls, after.Latency!.Count));
        Assert.InRange(after.Latency.Quantile(0.5)!.Value, 246_000, 254_000);
    }

    private static LlmCall Tagged(string id, params string[] tags) => SomeCalls.Plain(id) with { Tags = tags };

    private static Dictionary<(int Bucket, string? Group), List<LlmCall>> Expected(List<LlmCall> calls, CallTotalsQuery query)
    {
        var bounds = query.Bounds.Select(bound => bound.ToUnixTimeMilliseconds() / 60_000).ToList();
        return calls
            .Where(call => query.Filters.All(filter => Matches(filter.Value, Value(call, filter.Key))))
            .Select(call => (Call: call, Bucket: bounds.FindLastIndex(bound => bound <= call.EndedAt.ToUnixTimeMilliseconds() / 60_000)))
            .Where(entry => entry.Bucket >= 0 && entry.Bucket < bounds.Count - 1)
            .GroupBy(entry => (entry.Bucket, query.GroupBy is { } dimension ? Identity(entry.Call, dimension) : null), entry => entry.Call)
            .ToDictionary(group => group.Key, group => group.ToList());
    }

    private static bool Matches(string glob, string? value) => glob switch
    {
        "?da" => value == "ada",
        "(none)" => value is null,
        "open*" => value == "openai",
        _ => string.Equals(value, glob, StringComparison.OrdinalIgnoreCase),
    };

    private static string? Value(LlmCall call, CallDimension dimension) => dimension switch
    {
        CallDimension.Provider => call.Provider,
        CallDimension.Model => call.Model,
        CallDimension.ApiKey => call.ApiKey,
        CallDimension.User => call.User,
        _ => call.Team,
    };

    /// <summary>Two keys that look alike are two groups of one name.</summary>
    private static string? Identity(LlmCall call, CallDimension dimension) =>
        dimension == CallDimension.ApiKey ? $"{call.ApiKey}|{call.ApiKeyId}" : Value(call, dimension);

    private static void AssertSame(Dictionary<(int Bucket, string? Group), List<LlmCall>> expected, IReadOnlyList<CallTotals> actual, bool quantiles)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(
            expected.Select(entry => (entry.Key.Bucket, Name(entry.Key.Group), entry.Value.Count, entry.Value.Sum(call => call.Cost.Amount?.Value ?? 0), entry.Value.Sum(call => call.Tokens.Total), entry.Value.Max(call => call.Latency))).Order(),
            actual.Select(total => (total.Bucket, total.Group?.Value ?? "", (int)total.Sums.Calls, total.Sums.Cost.Value, total.Sums.Tokens.Total, total.Sums.MaxLatency)).Order());
        if (quantiles)
        {
            Assert.Equal(
                expected.Select(entry => (entry.Key.Bucket, Name(entry.Key.Group), P95(entry.Value))).Order(),
                actual.Select(total => (total.Bucket, total.Group?.Value ?? "", total.Latency!.Quantile(0.95))).Order());
        }
    }

    private static string Name(string? group) => group?.Split('|')[0] ?? "";

    private static double? P95(List<LlmCall> calls)
    {
        var sketch = new QuantileSketch();
        foreach (var call in calls)
            sketch.Add(QuantileSketch.CellOf((long)call.Latency.TotalMicroseconds), 1);
        return sketch.Quantile(0.95);
    }
}
