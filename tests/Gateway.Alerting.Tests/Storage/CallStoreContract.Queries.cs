using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Tests.Storage;

/// <summary>How calls are found again.</summary>
public abstract partial class CallStoreContract
{
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

    private static string Letters(IEnumerable<LlmCall> calls) =>
        string.Concat(calls.Select(call => call.Id == SomeCalls.Full.Id ? "b" : "a").Order());
}
