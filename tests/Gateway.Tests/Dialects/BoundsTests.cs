using System.Text;
using Gateway.Dialects;

namespace Gateway.Tests.Dialects;

/// <summary>An answer of any size costs a bounded amount of memory, and an ordinary chunk of a stream costs none.</summary>
public sealed class BoundsTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\\n\"},\"finish_reason\":null}],\"usage\":null}\n\n")]
    [InlineData("/v1/messages", "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n")]
    [InlineData("/v1/responses", "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"delta\":\" word\"}\n\n")]
    [InlineData("/v1beta/models/g:streamGenerateContent", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" word\"}]}}],\"usageMetadata\":{\"promptTokenCount\":5,\"totalTokenCount\":5},\"modelVersion\":\"g\"}\r\n\r\n")]
    public void OrdinaryChunk_OfARunningStream_AllocatesNothing(string path, string chunk)
    {
        var reader = new AnswerReader(DialectCatalog.Match("any", null, path), "text/event-stream", null, 200, true);
        var bytes = Encoding.UTF8.GetBytes(chunk);
        for (var i = 0; i < 2_000; i++)
        {
            reader.Read(bytes);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            reader.Read(bytes);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Null(reader.Fault);
    }

    [Fact]
    public void Document_OfManyMegabytes_KeepsOnlyWhatMatters()
    {
        var reader = new AnswerReader(DialectCatalog.Match("any", null, "/v1/embeddings"), "application/json", null, 200, false);
        var vector = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0.0023064255,", 4_000)));
        reader.Read("{\"data\":[{\"embedding\":["u8);
        reader.Read(vector);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            reader.Read(vector);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        reader.Read("0]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"u8);
        var answer = reader.Finish(true);
        Assert.Equal(("m", 8), (answer.Model, answer.Usage!.Value.Total));
    }

    [Fact]
    public void Document_WithAKeptMemberBeyondTheLimit_LeavesOutThatMemberOnly()
    {
        var answer = Wire.ReadText("/v1/chat/completions", "application/json",
            $$"""{"error":"{{new string('x', 300_000)}}","model":"m","usage":{"prompt_tokens":8,"completion_tokens":1} }""", streaming: false);

        Assert.Equal(("m", 9, null), (answer.Model, answer.Usage!.Value.Total, answer.ErrorType));
    }

    [Fact]
    public void EncodedAnswer_ThatUnpacksWithoutEnd_IsGivenUp()
    {
        var encoded = new MemoryStream();
        using (var encoder = new System.IO.Compression.BrotliStream(encoded, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 520; i++)
            {
                encoder.Write(zeros);
            }
        }

        var reader = Wire.Reader("openai-chat.json", encoding: "br");
        reader.Read(encoded.ToArray());

        Assert.IsType<InvalidDataException>(reader.Fault);
    }
}
