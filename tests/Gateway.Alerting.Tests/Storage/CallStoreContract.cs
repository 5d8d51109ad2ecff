using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Tests.Storage;

/// <summary>What every call store promises, with the log and the sums that are read back from it. An implementation inherits this and says how it is made.</summary>
public abstract class CallStoreContract : IAsyncLifetime
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

    [Fact]
    public async Task List_PagedWhileCallsArrive_GivesEveryOldCallOnceNewestFirst()
    {
        var calls = Enumerable.Range(0, 25).Select(i => SomeCalls.Plain($"{i:D2}") with { StartedAt = SomeCalls.Noon.AddSeconds(i / 3) }).ToList();
        await Store.AppendAsync(calls, Cancellation);

        var seen = new List<LlmCall>();
        string? cursor = null;
        do
        {
            var page = await Log.ListAsync(CallFilter.All, 7, cursor, Cancellation);
            seen.AddRange(page.Calls);
            cursor = page.NextCursor;
            await Store.AppendAsync([SomeCalls.Plain($"new-{seen.Count}") with { StartedAt = SomeCalls.Noon.AddHours(1) }], Cancellation);
        }
        while (cursor is not null);

        Assert.Equal(calls.Select(call => call.Id).Reverse(), seen.Select(call => call.Id));
    }

    [Fact]
    public async Task List_WhoseLastPageIsFull_HasNoNextCursor()
    {
        await Store.AppendAsync([SomeCalls.Plain("a"), SomeCalls.Plain("b")], Cancellation);

        Assert.Null((await Log.ListAsync(CallFilter.All, 2, null, Cancellation)).NextCursor);
        Assert.NotNull((await Log.ListAsync(CallFilter.All, 1, null, Cancellation)).NextCursor);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AQ==")]
    [InlineData("%%%")]
    public async Task List_WithACursorThatIsNone_SaysSo(string cursor)
    {
        var fault = await Assert.ThrowsAsync<FormatException>(() => Log.ListAsync(CallFilter.All, 10, cursor, Cancellation));

        Assert.Contains("next_cursor", fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, CallFilter> Filters => new()
    {
        { "ab", CallFilter.All },
        { "b", new CallFilter { From = SomeCalls.Noon.AddMilliseconds(123) } },
        { "b", new CallFilter { From = SomeCalls.Noon.AddTicks(1) } },
        { "a", new CallFilter { To = SomeCalls.Noon.AddMilliseconds(123) } },
        { "", new CallFilter { To = SomeCalls.Noon } },
        { "b", new CallFilter { Provider = "anthropic" } },
        { "", new CallFilter { Provider = "anthropi" } },
        { "b", new CallFilter { Model = "claude-sonnet-5-20260101" } },
        { "", new CallFilter { Model = "claude-sonnet-5" } },
        { "a", new CallFilter { Model = "gpt-5.4" } },
        { "b", new CallFilter { Route = "anthropic-route" } },
        { "a", new CallFilter { Operation = "chat" } },
        { "b", new CallFilter { Outcome = CallOutcome.Overloaded } },
        { "a", new CallFilter { Outcome = CallOutcome.Success } },
        { "b", new CallFilter { User = "ada" } },
        { "b", new CallFilter { Team = "search" } },
        { "b", new CallFilter { Session = SomeCalls.Full.Session } },
        { "", new CallFilter { Session = "ada" } },
        { "b", new CallFilter { Tag = "größe" } },
        { "b", new CallFilter { Tag = "prod, \"eu\"" } },
        { "", new CallFilter { Tag = "prod" } },
        { "b", new CallFilter { ApiKey = "sk-…9fQ2" } },
        { "", new CallFilter { ApiKey = "k1" } },
        { "b", new CallFilter { Streaming = true } },
        { "a", new CallFilter { Streaming = false } },
        { "b", new CallFilter { Search = "SONNET" } },
        { "b", new CallFilter { Search = "9fq2" } },
        { "b", new CallFilter { Search = "Overloaded_" } },
        { "b", new CallFilter { Search = "4F8A9B" } },
        { "b", new CallFilter { Search = SomeCalls.Full.Id.ToUpperInvariant() } },
        { "", new CallFilter { Search = "nowhere to be found" } },
        { "a", new CallFilter { Search = "call-1" } },
        { "", new CallFilter { Search = "%" } },
        { "", new CallFilter { Search = "a_a" } },
        { "", new CallFilter { Search = @"\" } },
        { "ab", new CallFilter { Search = "" } },
        { "b", new CallFilter { Provider = "anthropic", User = "ada", Streaming = true, Search = "6a3e" } },
        { "", new CallFilter { Provider = "anthropic", Streaming = false } },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_OfAnyKind_FindsWhatItSays(string expected, CallFilter filter)
    {
        await Store.AppendAsync([SomeCalls.Plain(), SomeCalls.Full], Cancellation);

        var listed = await Log.ListAsync(filter, 10, null, Cancellation);
        var streamed = await Log.StreamAsync(filter, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(expected, Letters(listed.Calls));
        Assert.Equal(expected, Letters(streamed));
    }

    /// <summary>So many calls carry the common tag that they are looked for in the order of the log.</summary>
    [Fact]
    public async Task List_ByACommonTagAndARareOne_FindsTheNewest()
    {
        await Store.AppendAsync(
            [.. Enumerable.Range(0, 6_000).Select(i => SomeCalls.Plain($"{i}") with { StartedAt = SomeCalls.Noon.AddMilliseconds(i), Tags = i % 1_000 == 0 ? ["common", "rare"] : ["common"] })], Cancellation);

        var common = await Log.ListAsync(new() { Tag = "common" }, 3, null, Cancellation);
        var rare = await Log.ListAsync(new() { Tag = "rare" }, 3, null, Cancellation);

        Assert.Equal(["5999", "5998", "5997"], common.Calls.Select(call => call.Id));
        Assert.Equal(["5000", "4000", "3000"], rare.Calls.Select(call => call.Id));
    }

    [Fact]
    public async Task Stream_OfMoreThanAPage_GivesAllNewestFirst()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 2500).Select(i => SomeCalls.Plain($"{i}") with { StartedAt = SomeCalls.Noon.AddMilliseconds(i / 2) })], Cancellation);

        var streamed = await Log.StreamAsync(CallFilter.All, Cancellation).Select(call => call.Id).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(0, 2500).Reverse().Select(i => $"{i}"), streamed);
    }

    [Fact]
    public async Task Replay_OfCallsThatOverlap_GoesByTheirEnds()
    {
        // Each later start ends earlier.
        var calls = Enumerable.Range(0, 2500).Select(i => SomeCalls.Plain($"{i}") with
        {
            StartedAt = SomeCalls.Noon.AddMilliseconds(i),
            Latency = TimeSpan.FromMilliseconds(10_000 - (2 * i)),
        }).ToList();
        await Store.AppendAsync(calls, Cancellation);
        var from = calls[2000].EndedAt;
        var to = calls[500].EndedAt;

        var replayed = await Log.ReplayAsync(from, to, Cancellation).Select(call => call.Id).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(501, 1500).Reverse().Select(i => $"{i}"), replayed);
    }

    protected abstract Task<Subject> CreateAsync();

    /// <summary>What is tested, and what to dispose of afterwards.</summary>
    protected sealed record Subject(ICallStore Store, ICallLog Log, ICallRollups Rollups, IAsyncDisposable Owner);

    private static string Letters(IEnumerable<LlmCall> calls) =>
        string.Concat(calls.Select(call => call.Id == SomeCalls.Full.Id ? "b" : "a").Order());

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
