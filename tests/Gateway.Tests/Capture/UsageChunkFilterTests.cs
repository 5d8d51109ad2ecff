using System.Text;
using CsCheck;
using Gateway.Capture;

namespace Gateway.Tests.Capture;

public sealed class UsageChunkFilterTests
{
    private const string Text = "data: {\"choices\":[{\"delta\":{\"content\":\"say \\\"choices\\\":[] and \\\"usage\\\":{}\"}}],\"usage\":null}\n\n";
    private const string Usage = "data: {\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"nested\":{\"choices\":[1]}}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Theory]
    [InlineData(Text + Usage + Done, Text + Done)]
    [InlineData(Text + Text, Text + Text)]
    [InlineData("data: {\"choices\" : [ ] , \"usage\" : {\"a\":1}}\r\n\r\ndata: [DONE]\r\n\r\n", "data: [DONE]\r\n\r\n")]
    [InlineData(": ping\n\nevent: x\nid: 1\ndata: {\"usage\":{},\ndata: \"choices\":[]}\n\n" + Done, ": ping\n\n" + Done)]
    [InlineData("data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\n" + Done, "data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\n" + Done)]
    [InlineData("data: {\"choices\":[],\"usage\":null}\n\n", "data: {\"choices\":[],\"usage\":null}\n\n")]
    [InlineData("data: {\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"a\":1}}\n\n", "data: {\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"a\":1}}\n\n")]
    [InlineData("data: {\"choices\":[],\"usage\":{\"a\":1}", "data: {\"choices\":[],\"usage\":{\"a\":1}")]
    [InlineData("data: {\"choices\":[],\"usage\":{\"a\":1}}", "")]
    [InlineData("data: {\"choices\":[],\"usage\":{\"a\":1}}\n", "")]
    [InlineData("data: {\"x\":{\"choices\":[],\"usage\":{}}}\n\n", "data: {\"x\":{\"choices\":[],\"usage\":{}}}\n\n")]
    [InlineData("data: {\"choices\":[] not json \"usage\":{}\n\n", "data: {\"choices\":[] not json \"usage\":{}\n\n")]
    [InlineData("", "")]
    public void Stream_CutAnywhere_LosesTheUsageChunkAndNothingElse(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);

        Assert.Equal(expected, Filter([bytes]));
        Assert.Equal(expected, Filter(bytes.Select(one => new[] { one })));
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(expected, Filter([bytes[..cut], bytes[cut..]]));
        }
    }

    [Fact]
    public void Stream_OfAnyEventsInAnyPieces_IsTheSameAsFilteredByHand() =>
        Gen.Select(Gen.OneOfConst(Text, Usage, Done, ": ping\n\n", "data: {}\r\n\r\n", "\n", "event: x\n\n").List[0, 12], Gen.Int[1, 40].List[1, 20]).Sample((events, sizes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(events));
            var pieces = new List<byte[]>();
            for (int at = 0, i = 0; at < bytes.Length; i++)
            {
                var size = Math.Min(sizes[i % sizes.Count], bytes.Length - at);
                pieces.Add(bytes[at..(at + size)]);
                at += size;
            }

            // A blank line before an event belongs to it and goes with it.
            return Filter(pieces).Replace("\n", "", StringComparison.Ordinal)
                == string.Concat(events.Where(one => one != Usage)).Replace("\n", "", StringComparison.Ordinal);
        });

    [Fact]
    public void Event_TooLongToBeAUsageChunk_IsLetGoBeforeItEnds()
    {
        using var filter = new UsageChunkFilter();

        filter.Push(Encoding.UTF8.GetBytes("data: " + new string('x', 100_000)));
        var early = filter.Take(new byte[200_000]);
        filter.Push("\n\n"u8);
        filter.Push(Encoding.UTF8.GetBytes(Usage + Done));

        Assert.InRange(early, 99_000, 100_006);
        Assert.Equal(100_006 - early + 2 + Done.Length, filter.Take(new byte[200_000]));
    }

    [Fact]
    public void Piece_OfWholeEventsWithoutUsage_PassesWithoutACopy()
    {
        using var filter = new UsageChunkFilter();

        Assert.True(filter.Passes(Encoding.UTF8.GetBytes(Text.Replace("choices", "choicez", StringComparison.Ordinal))));
        Assert.True(filter.Passes(Encoding.UTF8.GetBytes(Text)));
        Assert.False(filter.Passes(Encoding.UTF8.GetBytes(Usage)));
        Assert.False(filter.Passes("data: half"u8));
    }

    private static string Filter(IEnumerable<byte[]> pieces)
    {
        using var filter = new UsageChunkFilter();
        var passed = new MemoryStream();
        var buffer = new byte[7];
        foreach (var piece in pieces)
        {
            if (filter.Passes(piece))
                passed.Write(piece);
            else
                filter.Push(piece);
            Drain();
        }

        filter.Complete();
        Drain();
        return Encoding.UTF8.GetString(passed.ToArray());

        void Drain()
        {
            while (filter.HasReady)
            {
                passed.Write(buffer, 0, filter.Take(buffer));
            }
        }
    }
}
