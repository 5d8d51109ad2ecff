using System.Text;

namespace Gateway.Tests.Dialects;

/// <summary>First content and last event: what time to first token and truncation are judged by.</summary>
public sealed class StreamEndTests
{
    [Theory]
    [InlineData("openai-chat.sse", "Grü")]
    [InlineData("openai-chat-tools.sse", "\"get_weather\"")]
    [InlineData("azure-chat.sse", "\"Hi\"")]
    [InlineData("deepseek-chat.sse", "\"Hm\"")]
    [InlineData("mistral-chat.sse", "Let me")]
    [InlineData("openai-responses.sse", "\"In a\"")]
    [InlineData("anthropic.sse", "\"Hello\"")]
    [InlineData("anthropic-thinking.sse", "Let me")]
    [InlineData("gemini.sse", "\"Hel\"")]
    [InlineData("gemini-stream.json", "\"Hel\"")]
    [InlineData("bedrock-converse.bin", "\"Hé\"")]
    [InlineData("ollama-chat.ndjson", "\"The\"")]
    public void FirstContent_IsTheFirstWord_NotAPingOrARole(string file, string firstWord)
    {
        var bytes = Wire.Bytes(file);
        var word = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(firstWord));
        var reader = Wire.Reader(file);

        reader.Read(bytes.AsSpan(0, word));
        Assert.False(reader.ContentSeen);
        Assert.True(reader.IsStream);

        reader.Read(bytes.AsSpan(word));
        Assert.True(reader.ContentSeen);
    }

    [Theory]
    [InlineData("openai-chat.sse", "\"finish_reason\":\"stop\"")]
    [InlineData("openai-responses.sse", "event: response.completed")]
    [InlineData("anthropic.sse", "event: message_stop")]
    [InlineData("gemini.sse", "\"finishReason\"")]
    [InlineData("gemini-stream.json", "\"finishReason\"")]
    [InlineData("bedrock-converse.bin", "messageStop")]
    [InlineData("ollama-chat.ndjson", "\"done\":true")]
    [InlineData("openai-chat.json", "\"total_tokens\"")]
    public void Stream_CutBeforeItsEnd_HasNoTerminalEvent(string file, string end)
    {
        var bytes = Wire.Bytes(file);
        var cut = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(end));

        var answer = Wire.Read(Wire.Reader(file), bytes.AsSpan(0, cut), completed: false);

        Assert.False(answer.TerminalSeen);
        Assert.Null(answer.ErrorType);
    }

    [Theory]
    [InlineData("\n\ndata: [DONE]\n\n", "")]
    [InlineData("\n\n", "")]
    [InlineData("\n\n", "\n")]
    public void ChatStream_WithoutDoneOrLastBlankLine_StillEndsWithItsUsage(string removed, string instead)
    {
        var text = Encoding.UTF8.GetString(Wire.Bytes("openai-chat.sse")).Replace("data: [DONE]\n\n", "", StringComparison.Ordinal);
        text = removed.Contains("DONE", StringComparison.Ordinal) ? text : text[..^2] + instead;

        var answer = Wire.ReadText("/v1/chat/completions", "text/event-stream", text);

        Assert.True(answer.TerminalSeen);
        Assert.Equal(1540, answer.Usage!.Value.Total);
    }

    [Fact]
    public void Stream_WithAMisleadingType_IsReadByItsFirstByte()
    {
        var text = Encoding.UTF8.GetString(Wire.Bytes("openrouter-chat.sse"));

        var answer = Wire.ReadText("/v1/chat/completions", "text/plain", text);

        Assert.Equal(1050, answer.Usage!.Value.Total);
    }

    [Fact]
    public void Answer_WithoutADialect_PassesUnread()
    {
        var answer = Wire.ReadText("/v1/files", "application/json", """{"model":"m","usage":{"prompt_tokens":1}}""", status: 500);

        Assert.Null(answer.Model);
        Assert.Null(answer.Usage);
        Assert.Null(answer.ErrorType);
    }
}
