using Gateway.Alerting.Calls;

namespace Gateway.Tests.Dialects;

/// <summary>Numbers that contradict each other never make a bucket negative, nor a token count twice.</summary>
public sealed class UsageGuardTests
{
    [Theory]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":7}""", 0, 7)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":8,"audio_tokens":6}}""", 10, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":9}}""", 10, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":null,"completion_tokens_details":null}""", 10, 5)]
    [InlineData("""{"prompt_tokens":1e1,"completion_tokens":5.0}""", 10, 5)]
    [InlineData("""{"prompt_tokens":99999999999999999999999999999999,"completion_tokens":5}""", 0, 5)]
    [InlineData("""{"total_tokens":12}""", 12, 0)]
    public void OpenAiUsage_Contradictory_StaysWithinWhatWasStated(string usage, long input, long output)
    {
        var read = Chat($$"""{"model":"m","usage":{{usage}}}""");

        Assert.Equal((input, output), (read!.Value.Input, read.Value.Output));
        AssertNotNegative(read.Value);
    }

    [Theory]
    [InlineData("""{"model":"m","usage":null}""")]
    [InlineData("""{"model":"m","usage":{}}""")]
    [InlineData("""{"model":"m","usage":[1]}""")]
    [InlineData("""{"model":"m","usage":{"prompt_tokens":"12"}}""")]
    [InlineData("""{"model":"m","choices":[{"message":{"content":"\"usage\":{\"prompt_tokens\":1}"}}]}""")]
    public void OpenAiUsage_NotStated_StaysUnknown(string json) => Assert.Null(Chat(json));

    [Fact]
    public void AnthropicStream_WithZerosRestated_KeepsWhatWasKnown()
    {
        var answer = Wire.ReadText("/v1/messages", "text/event-stream", """
            event: message_start
            data: {"type":"message_start","message":{"model":"c","usage":{"input_tokens":25,"cache_read_input_tokens":7,"output_tokens":1}}}

            event: message_delta
            data: {"type":"message_delta","usage":{"input_tokens":0,"cache_read_input_tokens":0,"output_tokens":9}}


            """);

        Assert.Equal(new TokenUsage { UncachedInput = 25, CacheRead = 7, TextOutput = 9, Source = TokenSource.Provider }, answer.Usage);
    }

    [Fact]
    public void AnthropicStream_WithoutLifetimes_CountsWritesAsFiveMinutes()
    {
        var answer = Wire.ReadText("/v1/messages", "text/event-stream", """
            event: message_start
            data: {"type":"message_start","message":{"model":"c","usage":{"input_tokens":25,"cache_creation_input_tokens":70,"output_tokens":1}}}


            """);

        Assert.Equal(70, answer.Usage!.Value.CacheWrite5m);
    }

    [Fact]
    public void AnthropicStream_CutAfterItsStart_SaysThatOutputIsPending()
    {
        var bytes = Wire.Bytes("anthropic.sse");
        var end = bytes.AsSpan().IndexOf("event: message_delta"u8);

        var answer = Wire.Read(Wire.Reader("anthropic.sse"), bytes.AsSpan(0, end), completed: false);

        Assert.True(answer.OutputPending);
        Assert.False(answer.TerminalSeen);
        Assert.Equal("Hello!", answer.Output.Kept);
    }

    [Fact]
    public void BedrockUsage_WhoseTotalIncludesNoCache_TakesCacheOutOfTheInput()
    {
        var answer = Wire.ReadText("/model/m/converse", "application/json",
            """{"usage":{"inputTokens":100,"outputTokens":5,"totalTokens":105,"cacheReadInputTokens":80}}""", streaming: false);

        Assert.Equal(new TokenUsage { UncachedInput = 20, CacheRead = 80, TextOutput = 5, Source = TokenSource.Provider }, answer.Usage);
    }

    private static TokenUsage? Chat(string json) => Wire.ReadText("/v1/chat/completions", "application/json", json, streaming: false).Usage;

    private static void AssertNotNegative(TokenUsage u) =>
        Assert.All([u.UncachedInput, u.CacheRead, u.CacheWrite5m, u.CacheWrite1h, u.AudioInput, u.TextOutput, u.Reasoning, u.AudioOutput], bucket => Assert.True(bucket >= 0));
}
