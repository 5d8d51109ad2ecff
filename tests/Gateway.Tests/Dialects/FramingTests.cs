using System.Text;
using Gateway.Dialects.Framing;

namespace Gateway.Tests.Dialects;

public sealed class FramingTests
{
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "|a", "|b")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "|a", "|b")]
    [InlineData("data: a\r\rdata: b\r\r", "|a", "|b")]
    [InlineData("data: a\r\n\ndata: b\n\r\n", "|a", "|b")]
    [InlineData("data: a\ndata: b\n\n", "|a\nb")]
    [InlineData("data:a\ndata:  b\n\n", "|a\n b")]
    [InlineData("data\ndata: b\n\n", "|\nb")]
    [InlineData("event: ping\ndata: {}\n\ndata: x\n\n", "ping|{}", "|x")]
    [InlineData("data: x\nevent: late\n\n", "late|x")]
    [InlineData("event: nothing\n\ndata: x\n\n", "|x")]
    [InlineData(": comment\n\n: OPENROUTER PROCESSING\ndata: x\n\n", "|x")]
    [InlineData("id: 1\nretry: 5\ndatabase: no\ndata: x\n\n", "|x")]
    [InlineData("\uFEFFdata: x\n\n", "|x")]
    [InlineData("data: x", "|x")]
    [InlineData("data: x\n", "|x")]
    [InlineData("data: x\r", "|x")]
    [InlineData("\n\n\n")]
    [InlineData("data:\n\n")]
    [InlineData("data: Grüße 👋\n\n", "|Grüße 👋")]
    public void Sse_InAnyLegalSpelling_YieldsItsEvents(string text, params string[] events)
    {
        Assert.Equal(events, Events(sink => new SseReader(sink), Encoding.UTF8.GetBytes(text)));
        Assert.Equal(events, Events(sink => new SseReader(sink), Encoding.UTF8.GetBytes(text), piece: 1));
    }

    [Fact]
    public void Sse_CutBehindAWholeLine_StillYieldsItButNotAHalfLine()
    {
        Assert.Equal(["|a"], Events(sink => new SseReader(sink), "data: a\n"u8.ToArray(), complete: false));
        Assert.Equal([], Events(sink => new SseReader(sink), "data: a"u8.ToArray(), complete: false));
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(4096)]
    public void Sse_WithAnEventBeyondTheLimit_SkipsItAndGoesOn(int piece)
    {
        var bytes = Encoding.UTF8.GetBytes($"data: {new string('x', FramingLimits.MaxEvent)}\n\ndata: next\n\n");

        Assert.Equal(["|next"], Events(sink => new SseReader(sink), bytes, piece));
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(4096)]
    public void Sse_WithLinesThatTogetherPassTheLimit_SkipsTheEventAndGoesOn(int piece)
    {
        var line = $"data: {new string('x', FramingLimits.MaxEvent / 2)}\n";

        Assert.Equal(["|next"], Events(sink => new SseReader(sink), Encoding.UTF8.GetBytes($"{line}{line}{line}\ndata: next\n\n"), piece));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "|{\"a\":1}", "|{\"b\":2}")]
    [InlineData("{\"a\":1}\r\n\r\n{\"b\":2}", "|{\"a\":1}", "|{\"b\":2}")]
    public void Ndjson_Lines_AreEvents(string text, params string[] events) =>
        Assert.Equal(events, Events(sink => new NdjsonReader(sink), Encoding.UTF8.GetBytes(text), piece: 3));

    [Fact]
    public void Ndjson_CutInALine_LeavesItOut() =>
        Assert.Equal(["|{\"a\":1}"], Events(sink => new NdjsonReader(sink), "{\"a\":1}\n{\"b\""u8.ToArray(), complete: false));

    [Theory]
    [InlineData("[{\"a\":\"]}\\\"\"}\r\n,\r\n{\"b\":[1,{}]}]", "|{\"a\":\"]}\\\"\"}", "|{\"b\":[1,{}]}")]
    [InlineData("[]")]
    [InlineData("[{\"a\":1},{\"b\"", "|{\"a\":1}")]
    [InlineData("[{\"a\":1}] trailing {}", "|{\"a\":1}")]
    public void JsonArray_Elements_AreEvents(string text, params string[] events)
    {
        Assert.Equal(events, Events(sink => new JsonArrayStreamReader(sink), Encoding.UTF8.GetBytes(text)));
        Assert.Equal(events, Events(sink => new JsonArrayStreamReader(sink), Encoding.UTF8.GetBytes(text), piece: 1));
    }

    [Theory]
    [InlineData(1 << 21)]
    [InlineData(4096)]
    public void JsonArray_WithAnElementBeyondTheLimit_SkipsItAndGoesOn(int piece)
    {
        var bytes = Encoding.UTF8.GetBytes($"[{{\"a\":\"{new string('x', FramingLimits.MaxEvent)}\"}},{{\"b\":1}}]");

        Assert.Equal(["|{\"b\":1}"], Events(sink => new JsonArrayStreamReader(sink), bytes, piece));
    }

    [Fact]
    public void EventStream_Frames_AreEventsAndExceptionsAreErrors()
    {
        var events = Events(sink => new EventStreamReader(sink), Wire.Bytes("bedrock-exception.bin"), piece: 5);

        Assert.Equal(["messageStart", "contentBlockDelta", "contentBlockDelta", "!throttlingException"], events.Select(e => e[..e.IndexOf('|', StringComparison.Ordinal)]));
        Assert.EndsWith("|{\"message\":\"Too many tokens\"}", events[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void EventStream_OfOtherBytes_IsRefusedAtItsFirstFrame() =>
        Assert.Throws<InvalidDataException>(() => Events(sink => new EventStreamReader(sink), "HTTP/1.1 200 OK and more"u8.ToArray()));

    private static List<string> Events(Func<IEventSink, IFraming> open, byte[] bytes, int piece = int.MaxValue, bool complete = true)
    {
        var sink = new Sink();
        var framing = open(sink);
        for (var at = 0; at < bytes.Length; at += Math.Min(piece, bytes.Length - at))
        {
            framing.Read(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        framing.Finish(complete);
        return sink.Events;
    }

    private sealed class Sink : IEventSink
    {
        public List<string> Events { get; } = [];

        public void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) => Events.Add($"{Encoding.UTF8.GetString(name)}|{Encoding.UTF8.GetString(data)}");

        public void OnError(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => Events.Add($"!{Encoding.UTF8.GetString(type)}|{Encoding.UTF8.GetString(data)}");
    }
}
