using System.Text;
using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Calls;

public sealed class CallImportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_OfGoodAndBadLines_KeepsTheGoodAndReportsTheBad()
    {
        await using var test = new TestDatabase();
        var body = string.Join('\n', Line("a", 0), "", "not json", Line("a", 0), "{}", "  \r", Line("b", 1));

        var result = await ImportAsync(test, body);

        Assert.Equal((2, 1), (result.Imported, result.Skipped));
        Assert.Equal([(3L, "is not valid JSON"), (5L, "started_at is required")], result.Errors.Select(error => (error.Line, error.Reason.Split([" at", ":"], default)[0])));
        Assert.Equal(0, result.ErrorsTruncated);
        Assert.Equal(["b", "a"], await test.Log.StreamAsync(CallFilter.All, Cancellation).Select(call => call.Id).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Import_OfAMemberNameThatIsNoUnicode_ReportsThatLineAndKeepsTheOthers()
    {
        await using var test = new TestDatabase();

        var result = await ImportAsync(test, string.Join('\n', Line("a", 0), """{"\ud800aaaaaaaaaaaaaaaaaaaaaaaa":1,"started_at":"2026-03-14T11:00:00Z"}""", Line("b", 1)));

        Assert.Equal(2, result.Imported);
        Assert.Equal([new CallImportError(2, "has a member name that is no valid Unicode")], result.Errors);
    }

    [Fact]
    public async Task Import_Again_AddsNothing()
    {
        await using var test = new TestDatabase();
        var body = "{\"started_at\":\"2026-03-14T11:00:00Z\"}\n" + Line("a", 0);

        await ImportAsync(test, body);
        var again = await ImportAsync(test, body);

        Assert.Equal((0, 2), (again.Imported, again.Skipped));
        Assert.Equal(2, test.Scalar("SELECT sum(calls) FROM call_minutes"));
    }

    /// <summary>The sums outlive the calls: what they hold must not be added a second time.</summary>
    [Fact]
    public async Task Import_AgainAfterTheCallsWereDeleted_AddsNothing()
    {
        await using var test = new TestDatabase();
        var body = Line("a", -45 * 24 * 3600) + "\n" + Line("b", 0);
        await ImportAsync(test, body);
        using var retention = new CallRetention(test.Writer, new RetentionOptions(), new FakeTimeProvider(SomeCalls.Noon), NullLogger<CallRetention>.Instance);
        Assert.Equal(1, (await retention.SweepAsync(Cancellation)).Calls);

        var again = await ImportAsync(test, body);

        Assert.Equal((0, 2), (again.Imported, again.Skipped));
        Assert.Equal(2, test.Scalar("SELECT sum(calls) FROM call_hours"));
    }

    /// <summary>Counters that are scraped tell what happens now.</summary>
    [Fact]
    public async Task Import_OfAHistory_IsHeardByTheRulesAndNotCountedAsTrafficOfNow()
    {
        await using var test = new TestDatabase();
        using var feed = new CallFeed();
        var (heard, counted) = (0, 0);
        using var calls = feed.Calls.Subscribe(_ => heard++);
        using var metered = feed.Metered.Subscribe(_ => counted++);

        await ImportAsync(test, Line("a", 0), feed);
        feed.Publish(SomeCalls.Plain("live"));

        Assert.Equal((2, 1), (heard, counted));
    }

    [Theory]
    [InlineData("sk-proj-0123456789abcdefghijklmnop", "…mnop")]
    [InlineData("sk-proj-0123456789abcdefghij…mnop", "…mnop")]
    [InlineData("sk-…9fQ2", "sk-…9fQ2")]
    [InlineData("ci-runner", "ci-runner")]
    public async Task Import_OfAKey_KeepsNoMoreThanALabel(string key, string label)
    {
        await using var test = new TestDatabase();

        await ImportAsync(test, $$"""{"id":"a","started_at":"2026-03-14T11:00:00Z","api_key":"{{key}}"}""");

        Assert.Equal(label, (await test.Log.FindAsync("a", Cancellation))!.ApiKey);
    }

    [Fact]
    public async Task Import_OfNewCalls_PublishesThemAfterTheyAreStoredOldestEndFirst()
    {
        await using var test = new TestDatabase();
        using var feed = new CallFeed();
        await test.Store.AppendAsync([SomeCalls.Plain("known")], Cancellation);
        var published = new List<string>();
        var stored = new List<long>();
        using var subscription = feed.Calls.Subscribe(call =>
        {
            published.Add(call.Id);
            stored.Add(test.Scalar("SELECT count(*) FROM calls"));
        });

        await ImportAsync(test, string.Join('\n', Line("late", 3), Line("known", 0), Line("long", 0, latency: 2500), Line("early", 1)), feed);

        Assert.Equal(["early", "long", "late"], published);
        Assert.Equal([4L, 4L, 4L], stored);
    }

    [Fact]
    public async Task Import_FromStoringToPublishing_HoldsTheTurnThatAFillWaitsFor()
    {
        await using var test = new TestDatabase();
        using var feed = new CallFeed();
        Task<IDisposable>? fill = null;
        var wasFree = new List<bool>();
        using var subscription = feed.Calls.Subscribe(_ =>
        {
            fill ??= feed.ImportTurnAsync(Cancellation);
            wasFree.Add(fill.IsCompleted);
        });

        await ImportAsync(test, string.Join('\n', Line("a", 0), Line("b", 1)), feed);

        Assert.Equal([false, false], wasFree);
        (await fill!).Dispose();
    }

    [Fact]
    public async Task Import_OfMoreThanABatch_KeepsAll()
    {
        await using var test = new TestDatabase();

        var result = await ImportAsync(test, string.Join('\n', Enumerable.Range(0, 2500).Select(i => Line($"{i}", i / 10))));

        Assert.Equal(2500, result.Imported);
        Assert.Equal(2500, test.Scalar("SELECT count(*) FROM calls"));
    }

    [Fact]
    public async Task Import_OfEndlessMistakes_ListsAThousandAndCountsTheRest()
    {
        await using var test = new TestDatabase();

        var result = await ImportAsync(test, string.Join('\n', Enumerable.Repeat("x", 1500)) + "\n" + Line("a", 0));

        Assert.Equal(1000, result.Errors.Count);
        Assert.Equal(500, result.ErrorsTruncated);
        Assert.Equal(1, result.Imported);
    }

    [Fact]
    public async Task Import_OfALineThatIsTooLong_SkipsOnlyThatLine()
    {
        await using var test = new TestDatabase();

        var result = await ImportAsync(test, Line("a", 0) + "\n" + new string('x', 3_000_000) + "\n" + Line("b", 1) + "\n" + new string('y', 2_000_000));

        Assert.Equal(2, result.Imported);
        Assert.Equal([(2L, "is longer than 1048576 bytes"), (4L, "is longer than 1048576 bytes")], result.Errors.Select(error => (error.Line, error.Reason)));
    }

    [Fact]
    public async Task Lines_OfAnyTextInAnyPieces_AreThoseOfSplit() =>
        await Gen.Select(Gen.Char["ab \r\n"].Array[0, 60].Select(characters => new string(characters)), Gen.Int[1, 7]).SampleAsync(async (text, piece) =>
        {
            var expected = text.Split('\n').Select((line, i) => (i + 1L, line.Trim(' ', '\r'))).Where(line => line.Item2.Length > 0);
            var actual = new List<(long, string)>();
            await foreach (var line in NdjsonLines.ReadAsync(new Pieces(Encoding.UTF8.GetBytes(text), piece), Cancellation))
                actual.Add((line.Number, Encoding.UTF8.GetString(line.Bytes!.Value.Span)));

            Assert.Equal(expected, actual);
        });

    [Fact]
    public async Task Lines_LongerThanTheBuffer_ComeWhole()
    {
        var lines = new[] { new string('a', 700_000), new string('b', 1024 * 1024), "c", new string('d', 100_000) };
        var actual = new List<string>();

        await foreach (var line in NdjsonLines.ReadAsync(new Pieces(Encoding.UTF8.GetBytes("\uFEFF\u001e" + string.Join("\r\n", lines)), 8191), Cancellation))
            actual.Add(line.Bytes is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "too long");

        // The carriage return counts: one byte more than the limit.
        Assert.Equal([lines[0], "too long", lines[2], lines[3]], actual);
    }

    private static string Line(string id, int second, double latency = 0) =>
        $$"""{"id":"{{id}}","started_at":"{{SomeCalls.Noon.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}}","latency_ms":{{latency}}}""";

    private static async Task<CallImportResult> ImportAsync(TestDatabase test, string body, CallFeed? feed = null)
    {
        using var unheard = new CallFeed();
        var import = new CallImport(test.Store, new FlatPrices(), feed ?? unheard, new FakeTimeProvider(SomeCalls.Noon.AddHours(1)));
        return await import.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), Cancellation);
    }

    /// <summary>A network: never gives more than a piece at a time.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
