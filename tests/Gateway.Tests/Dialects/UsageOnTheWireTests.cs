using Gateway.Alerting.Calls;

namespace Gateway.Tests.Dialects;

/// <summary>Each provider's answer as documented → exact disjoint buckets.</summary>
public sealed class UsageOnTheWireTests
{
    public static TheoryData<string, string?, TokenUsage> Answers { get; } = new()
    {
        { "openai-chat.json", "gpt-5.4-2026-03-05", Tokens(uncached: 200, read: 1000, text: 212, reasoning: 128) },
        { "openai-chat.sse", "gpt-5.4-2026-03-05", Tokens(uncached: 200, read: 1000, text: 212, reasoning: 128) },
        { "openai-chat-audio.json", "gpt-audio", Tokens(uncached: 17, audioIn: 100, text: 20, audioOut: 80) },
        { "openai-completions.sse", "gpt-3.5-turbo-instruct", Tokens(uncached: 5, text: 2) },
        { "azure-chat.sse", "gpt-4o-2024-11-20", Tokens(uncached: 9, text: 3) },
        { "groq-chat.sse", "llama-3.3-70b-versatile", Tokens(uncached: 18, read: 32, text: 20) },
        { "deepseek-chat.json", "deepseek-reasoner", Tokens(uncached: 44, read: 256, text: 20, reasoning: 70) },
        { "deepseek-chat.sse", "deepseek-reasoner", Tokens(uncached: 44, read: 256, text: 20, reasoning: 70) },
        { "xai-chat.json", "grok-4", Tokens(uncached: 40, read: 60, text: 9, reasoning: 94) },
        { "mistral-chat.sse", "magistral-medium-latest", Tokens(uncached: 20, text: 15) },
        { "openrouter-chat.sse", "anthropic/claude-sonnet-4.5", Tokens(uncached: 100, read: 600, write5m: 300, text: 40, reasoning: 10) },
        { "kimi-chat.json", "kimi-k2", Tokens(uncached: 200, read: 100, write5m: 200, text: 5) },
        { "excluded-cache.json", "proxy", Tokens(uncached: 40, read: 900, text: 5) },
        { "gemini-compatible-chat.json", "gemini-3-flash", Tokens(uncached: 10, text: 5, reasoning: 100) },
        { "openai-embeddings.json", "text-embedding-3-small", Tokens(uncached: 8) },
        { "openai-responses.json", "gpt-5.4-2026-03-05", Tokens(uncached: 20, read: 16, text: 23, reasoning: 64) },
        { "openai-responses.sse", "gpt-5.4-2026-03-05", Tokens(uncached: 20, read: 16, text: 23, reasoning: 64) },
        { "openai-responses-incomplete.sse", "gpt-5.4-2026-03-05", Tokens(uncached: 20, read: 16, text: 23, reasoning: 64) },
        { "anthropic.json", "claude-sonnet-4-5-20250929", Tokens(uncached: 2095, read: 1800, write5m: 456, write1h: 1592, text: 503) },
        { "anthropic.sse", "claude-sonnet-4-5-20250929", Tokens(uncached: 25, read: 1000, write5m: 200, write1h: 500, text: 15) },
        { "anthropic-restated.sse", "claude-sonnet-4-5-20250929", Tokens(uncached: 4025, read: 1000, write5m: 200, write1h: 500, text: 510) },
        { "anthropic-thinking.sse", "claude-sonnet-4-5-20250929", Tokens(uncached: 30, text: 89) },
        { "gemini.json", "gemini-3-flash", Tokens(uncached: 80, read: 200, text: 40, reasoning: 60) },
        { "gemini.sse", "gemini-3-flash", Tokens(uncached: 80, read: 200, text: 40, reasoning: 60) },
        { "gemini-stream.json", "gemini-3-flash", Tokens(uncached: 80, read: 200, text: 40, reasoning: 60) },
        { "vertex.sse", "gemini-3-flash", Tokens(uncached: 10, text: 5) },
        { "gemini-blocked.json", "gemini-3-flash", Tokens(uncached: 12) },
        { "gemini-audio.json", "gemini-3-flash", Tokens(uncached: 100, read: 100, audioIn: 200, audioOut: 90) },
        { "gemini-thoughts-inside.json", "gemini-3-flash", Tokens(uncached: 20, text: 40, reasoning: 60) },
        { "bedrock-converse.json", null, Tokens(uncached: 30, read: 1000, write5m: 200, write1h: 500, text: 628) },
        { "bedrock-converse.bin", null, Tokens(uncached: 30, read: 1000, write5m: 200, write1h: 500, text: 628) },
        { "bedrock-invoke.bin", "claude-sonnet-4-5-20250929", Tokens(uncached: 25, read: 1000, write5m: 200, write1h: 500, text: 15) },
        { "ollama-chat.ndjson", "llama3.2", Tokens(uncached: 26, text: 282) },
        { "ollama-generate.json", "llama3.2", Tokens(uncached: 11, text: 7) },
        { "ollama-embed.json", "all-minilm", Tokens(uncached: 8) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_AsDocumented_YieldsExactBuckets(string file, string? model, TokenUsage usage)
    {
        var answer = Wire.Read(file);

        Assert.Equal((model, usage), (answer.Model, answer.Usage));
        Assert.True(answer.TerminalSeen);
        Assert.False(answer.OutputPending);
        Assert.Null(answer.ErrorType);
    }

    [Theory]
    [InlineData("openai-chat.sse", "Grüß Gott 👋\n\"quoted\"")]
    [InlineData("openai-chat.json", "Hello! How can I help?")]
    [InlineData("openai-chat-tools.sse", "get_weather{\"city\":\"Paris\"}")]
    [InlineData("openai-completions.sse", "Once upon")]
    [InlineData("mistral-chat.sse", "Let me seeOui")]
    [InlineData("deepseek-chat.sse", "Hm42")]
    [InlineData("openai-responses.sse", "In a peaceful grove")]
    [InlineData("openai-responses.json", "In a peaceful grove")]
    [InlineData("anthropic.sse", "Hello!")]
    [InlineData("anthropic-thinking.sse", "Let me solveget_weather{\"a\":1}")]
    [InlineData("gemini.sse", "Hello")]
    [InlineData("gemini-stream.json", "Hello")]
    [InlineData("bedrock-converse.bin", "Héllo")]
    [InlineData("ollama-chat.ndjson", "The sky")]
    [InlineData("ollama-generate.json", "The sky is blue.")]
    public void Answer_WithWords_SamplesThem(string file, string words)
    {
        var answer = Wire.Read(file);

        Assert.Equal(words, answer.Output.Kept);
        Assert.True(answer.ContentSeen);
    }

    [Theory]
    [InlineData("openrouter-chat.sse", 12_345_600)]
    [InlineData("openrouter-byok.json", 1_050_000)]
    public void Answer_StatingItsCost_ReportsIt(string file, long nanoUsd) => Assert.Equal(nanoUsd, Wire.Read(file).ReportedCost?.Value);

    [Theory]
    [InlineData("openai-embeddings.json")]
    [InlineData("ollama-embed.json")]
    [InlineData("gemini-embeddings.json")]
    [InlineData("gemini-audio.json")]
    public void Answer_WithoutWords_IsContentAllTheSame(string file)
    {
        var answer = Wire.Read(file);

        Assert.True(answer.ContentSeen);
        Assert.Equal(0, answer.Output.Length);
    }

    private static TokenUsage Tokens(
        long uncached = 0, long read = 0, long write5m = 0, long write1h = 0, long audioIn = 0, long text = 0, long reasoning = 0, long audioOut = 0) => new()
        {
            UncachedInput = uncached,
            CacheRead = read,
            CacheWrite5m = write5m,
            CacheWrite1h = write1h,
            AudioInput = audioIn,
            TextOutput = text,
            Reasoning = reasoning,
            AudioOutput = audioOut,
            Source = TokenSource.Provider,
        };
}
