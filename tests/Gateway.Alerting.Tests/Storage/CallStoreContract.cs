using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Tests.Storage;

/// <summary>What every call store promises, with the log and the sums that are read back from it. An implementation inherits this and says how it is made.</summary>
public abstract partial class CallStoreContract : IAsyncLifetime
{
    private Subject _subject = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ICallStore Store => _subject.Store;

    protected ICallLog Log => _subject.Log;

    protected ICallRollups Rollups => _subject.Rollups;

    public async ValueTask InitializeAsync() => _subject = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _subject.Owner.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Call_WithEveryField_ComesBackEqual()
    {
        await Store.AppendAsync([SomeCalls.Full], Cancellation);

        Assert.Equivalent(SomeCalls.Full, await Log.FindAsync(SomeCalls.Full.Id, Cancellation), strict: true);
    }

    [Fact]
    public async Task Call_WithOnlyWhatIsRequired_ComesBackEqual()
    {
        await Store.AppendAsync([SomeCalls.Plain()], Cancellation);

        Assert.Equivalent(SomeCalls.Plain(), await Log.FindAsync("call-1", Cancellation), strict: true);
    }

    [Theory]
    [InlineData("0199A0B1C2D37E4F8A9B0C1D2E3F4A5B")]
    [InlineData("0199a0b1-c2d3-7e4f-8a9b-0c1d2e3f4a5b")]
    [InlineData("42")]
    [InlineData("req/é?&")]
    public async Task Id_OfAnyForm_IsKeptAsItCame(string id)
    {
        await Store.AppendAsync([SomeCalls.Plain(id), SomeCalls.Full], Cancellation);

        Assert.Equal(id, (await Log.FindAsync(id, Cancellation))?.Id);
        Assert.Null(await Log.FindAsync("nobody", Cancellation));
    }

    [Fact]
    public async Task Append_CallsThatAreThereAlready_ReturnsOnlyTheNewAndLeavesTheOldAsTheyAre()
    {
        await Store.AppendAsync([SomeCalls.Plain("a")], Cancellation);

        var fresh = await Store.AppendAsync([SomeCalls.Plain("a") with { StatusCode = 500 }, SomeCalls.Plain("b"), SomeCalls.Plain("b") with { StatusCode = 500 }], Cancellation);

        Assert.Equal(["b"], fresh.Select(call => call.Id));
        Assert.Equal(200, (await Log.FindAsync("a", Cancellation))!.StatusCode);
        Assert.Equal(200, (await Log.FindAsync("b", Cancellation))!.StatusCode);
        Assert.Equal(2, (await Sums(Rollups.MinutesAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Cancellation))).Values.Sum(sums => sums.Calls));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(39)]
    public async Task Append_ManyCallsOfWhichOneIsThere_WritesAllOthers(int there)
    {
        var calls = Enumerable.Range(0, 40).Select(i => SomeCalls.Plain($"{i}")).ToList();
        await Store.AppendAsync([calls[there] with { StatusCode = 500 }], Cancellation);

        var fresh = await Store.AppendAsync(calls, Cancellation);

        Assert.Equal(calls.Where((_, i) => i != there).Select(call => call.Id), fresh.Select(call => call.Id));
        var log = await Log.StreamAsync(CallFilter.All, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(40, log.Count);
        Assert.Equal($"{there}", Assert.Single(log, call => call.StatusCode == 500).Id);
    }

    [Fact]
    public async Task Sums_OfRandomCallsInRandomBatches_EqualBruteForce()
    {
        // 30 databases of up to 200 calls: ids, keys and buckets collide within and across batches.
        await SomeCalls.Random.Array[1, 40].Array[1, 5].SampleAsync(
            async batches =>
            {
                var subject = await CreateAsync();
                await using var owner = subject.Owner;
                foreach (var batch in batches)
                    await subject.Store.AppendAsync(batch, Cancellation);

                var kept = batches.SelectMany(batch => batch).DistinctBy(call => call.Id).ToList();
                await AssertEqual(kept, TimeSpan.FromMinutes(1), subject.Rollups.MinutesAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Cancellation));
                await AssertEqual(kept, TimeSpan.FromHours(1), subject.Rollups.HoursAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Cancellation));
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public async Task Sums_OfManyKeys_AreReadInOrderWithinTheirBounds()
    {
        var calls = Enumerable.Range(0, 5000).Select(i => SomeCalls.Plain($"{i}") with { User = $"u{i % 2500}", StartedAt = SomeCalls.Noon.AddMinutes(i / 1000), Latency = TimeSpan.Zero });
        await Store.AppendAsync([.. calls], Cancellation);

        var rows = await Rollups.MinutesAsync(SomeCalls.Noon.AddMinutes(1), SomeCalls.Noon.AddMinutes(4), Cancellation).ToListAsync(Cancellation);

        Assert.Equal(3000, rows.Count);
        Assert.Equal(3000, rows.DistinctBy(row => row.Key).Count());
        Assert.Equal(rows.Select(row => row.Key.Start).Order(), rows.Select(row => row.Key.Start));
        Assert.Equal(SomeCalls.Noon.AddMinutes(1), rows[0].Key.Start);
        Assert.Equal(SomeCalls.Noon.AddMinutes(3), rows[^1].Key.Start);
    }

    protected abstract Task<Subject> CreateAsync();

    /// <summary>What is tested, and what to dispose of afterwards.</summary>
    protected sealed record Subject(ICallStore Store, ICallLog Log, ICallRollups Rollups, IAsyncDisposable Owner);

    private static async Task AssertEqual(List<LlmCall> calls, TimeSpan bucket, IAsyncEnumerable<CallRollup> actual)
    {
        var expected = calls.GroupBy(call => KeyOf(call, bucket)).ToDictionary(group => group.Key, group => SumOf([.. group]));
        var sums = await Sums(actual);
        Assert.Equal(expected.Count, sums.Count);
        foreach (var (key, sum) in expected)
            Assert.Equal(sum, sums[key]);
    }

    private static async Task<Dictionary<CallRollupKey, CallSums>> Sums(IAsyncEnumerable<CallRollup> rollups) =>
        await rollups.ToDictionaryAsync(rollup => rollup.Key, rollup => rollup.Sums, cancellationToken: Cancellation);

    private static CallRollupKey KeyOf(LlmCall call, TimeSpan bucket) => new()
    {
        Start = new DateTimeOffset(call.EndedAt.Ticks - (call.EndedAt.Ticks % bucket.Ticks), TimeSpan.Zero),
        Provider = call.Provider,
        Model = call.Model,
        Route = call.Route,
        ApiKey = call.ApiKey,
        ApiKeyId = call.ApiKeyId,
        User = call.User,
        Team = call.Team,
    };

    private static CallSums SumOf(List<LlmCall> calls) => new()
    {
        Calls = calls.Count,
        Errors = calls.Count(call => call.Outcome.IsError()),
        Failures = calls.Count(call => call.Outcome.IsFailure()),
        RateLimited = calls.Count(call => call.Outcome == CallOutcome.RateLimited),
        Overloaded = calls.Count(call => call.Outcome == CallOutcome.Overloaded),
        StreamErrors = calls.Count(call => call.Outcome is CallOutcome.StreamError or CallOutcome.StreamTruncated),
        ClientCancelled = calls.Count(call => call.Outcome == CallOutcome.ClientCancelled),
        Unpriced = calls.Count(call => call.Cost.Status == PriceStatus.Unpriced),
        Tokens = new TokenUsage
        {
            UncachedInput = calls.Sum(call => call.Tokens.UncachedInput),
            CacheRead = calls.Sum(call => call.Tokens.CacheRead),
            CacheWrite5m = calls.Sum(call => call.Tokens.CacheWrite5m),
            CacheWrite1h = calls.Sum(call => call.Tokens.CacheWrite1h),
            AudioInput = calls.Sum(call => call.Tokens.AudioInput),
            TextOutput = calls.Sum(call => call.Tokens.TextOutput),
            Reasoning = calls.Sum(call => call.Tokens.Reasoning),
            AudioOutput = calls.Sum(call => call.Tokens.AudioOutput),
        },
        Cost = new NanoUsd(calls.Sum(call => call.Cost.Amount?.Value ?? 0)),
        Latency = TimeSpan.FromTicks(calls.Sum(call => call.Latency.Ticks)),
        MaxLatency = calls.Max(call => call.Latency),
        TtftCount = calls.Count(call => call.TimeToFirstToken is not null),
        Ttft = TimeSpan.FromTicks(calls.Sum(call => call.TimeToFirstToken?.Ticks ?? 0)),
    };
}
