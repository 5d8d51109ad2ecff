using System.Text;
using CsCheck;
using Gateway.Dialects;

namespace Gateway.Tests.Dialects;

/// <summary>Chunks that look like the one before are compared, not searched: what is learnt of them must be the same.</summary>
public sealed class UsualChunkTests
{
    [Theory]
    [InlineData("")]
    [InlineData(",\"obfuscation\":\"{0}\"")]
    [InlineData(",\"usage\":null,\"obfuscation\":\"{0}\",\"service_tier\":\"default\"")]
    public void Text_OfManyLikeChunks_IsAllSampled(string rest)
    {
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.OneOfConst('"', '\\', '\n', 'ü', ' ')), 0, 8].Array[1, 20].Sample(
            words => Assert.Equal(string.Concat(words), Read(words.Select((word, i) => Chunk(word, rest, i))).Output.Kept),
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void LastChunk_AfterManyLikeIt_IsReadForItsEnd()
    {
        var answer = Read([Chunk("a", "", 0), Chunk("b", "", 1), Chunk("c", "", 2, "\"stop\"")]);

        Assert.Equal(("abc", true), (answer.Output.Kept, answer.TerminalSeen));
    }

    [Fact]
    public void Usage_InAChunkWithText_IsRead()
    {
        var answer = Read([Chunk("a", "", 0), Chunk("b", "", 1), Chunk("c", ",\"usage\":{{\"prompt_tokens\":3,\"completion_tokens\":2}}", 2)]);

        Assert.Equal((3, 2), (answer.Usage!.Value.Input, answer.Usage.Value.Output));
    }

    [Fact]
    public void SecondChoice_BesideTheFirst_IsSampledToo()
    {
        const string Two = """data: {"model":"m","choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}""" + "\n\n";

        Assert.Equal("abab", Read([Two, Two]).Output.Kept);
    }

    private static string Chunk(string word, string rest, int padding, string finish = "null") =>
        $"data: {{\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{System.Text.Json.JsonSerializer.Serialize(word)}}},\"finish_reason\":{finish}}}]"
        + string.Format(System.Globalization.CultureInfo.InvariantCulture, rest, new string('x', padding % 5)) + "}\n\n";

    private static AnswerReading Read(IEnumerable<string> chunks) =>
        Wire.ReadText("/v1/chat/completions", "text/event-stream", string.Concat(chunks));
}
