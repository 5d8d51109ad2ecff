using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Demo;

namespace Gateway.Tests.Demo;

public sealed class SimulatedProviderTests : IAsyncLifetime
{
    private readonly SimulatedProvider _provider = SimulatedProvider.Start(new ImmediateTime());
    private readonly HttpClient _client = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _provider.DisposeAsync();
    }

    [Fact]
    public async Task OpenAi_Document_StatesModelAndUsage()
    {
        var answer = await DocumentAsync("/v1/chat/completions", """{ "model": "gpt-5.4" }""");

        Assert.Equal("gpt-5.4-2026-03-05", answer.GetProperty("model").GetString());
        var usage = answer.GetProperty("usage");
        Assert.Equal(usage.GetProperty("total_tokens").GetInt64(), usage.GetProperty("prompt_tokens").GetInt64() + usage.GetProperty("completion_tokens").GetInt64());
        Assert.True(usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt64() < usage.GetProperty("completion_tokens").GetInt64());
        Assert.NotEmpty(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAi_Stream_SendsUsageOnlyWhenAsked(bool asked)
    {
        var options = asked ? """, "stream_options": { "include_usage": true }""" : "";

        var events = await EventsAsync("/v1/chat/completions", $$"""{ "model": "gpt-5.4-mini", "stream": true{{options}} }""");

        Assert.Equal("data: [DONE]", events[^1]);
        Assert.Equal(asked, events[^2].Contains("\"usage\":{", StringComparison.Ordinal));
        Assert.Equal(asked ? 1 : 0, events.Count(one => one.Contains("\"choices\":[]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OpenRouter_Document_StatesItsCost()
    {
        var answer = await DocumentAsync("/api/v1/chat/completions", """{ "model": "deepseek/deepseek-v4-flash" }""");

        Assert.True(answer.GetProperty("usage").GetProperty("cost").GetDecimal() > 0);
    }

    [Fact]
    public async Task Embeddings_Document_StatesInputOnly()
    {
        var answer = await DocumentAsync("/v1/embeddings", """{ "model": "text-embedding-3-small", "input": "a" }""");

        Assert.Equal(answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64(), answer.GetProperty("usage").GetProperty("total_tokens").GetInt64());
    }

    [Fact]
    public async Task Anthropic_Stream_HasItsEventsInOrder()
    {
        var events = await EventsAsync("/v1/messages", """{ "model": "claude-haiku-4-5", "stream": true }""");

        var names = events.Select(one => one.Split('\n')[0]["event: ".Length..]).ToList();
        Assert.Equal(["message_start", "content_block_start", "ping", "content_block_delta"], names.Take(4));
        Assert.Equal(["content_block_stop", "message_delta", "message_stop"], names.TakeLast(3));
        Assert.Contains("\"output_tokens\":", events[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropic_Document_LeavesCacheOutOfInput()
    {
        var usage = (await DocumentAsync("/v1/messages", """{ "model": "claude-haiku-4-5" }""")).GetProperty("usage");

        Assert.True(usage.GetProperty("input_tokens").GetInt64() > 0);
        Assert.True(usage.GetProperty("cache_read_input_tokens").GetInt64() >= 0);
    }

    [Theory]
    [InlineData(":generateContent", '{', '}')]
    [InlineData(":streamGenerateContent", '[', ']')]
    [InlineData(":streamGenerateContent?alt=sse", 'd', '}')]
    public async Task Gemini_EachForm_EndsWithFinishAndUsage(string method, char first, char last)
    {
        var body = (await TextAsync("/v1beta/models/gemini-3.5-flash" + method, "{}")).TrimEnd();

        Assert.Equal((first, last), (body[0], body[^1]));
        Assert.Contains("\"finishReason\":\"STOP\"", body, StringComparison.Ordinal);
        Assert.Contains("\"modelVersion\":\"gemini-3.5-flash\"", body, StringComparison.Ordinal);
        Assert.Contains("\"promptTokenCount\":", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "model": "llama3.2" }""", true)]
    [InlineData("""{ "model": "llama3.2", "stream": false }""", false)]
    public async Task Ollama_Chat_StreamsUnlessToldOtherwise(string request, bool streams)
    {
        var lines = (await TextAsync("/api/chat", request)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(streams, lines.Length > 1);
        Assert.True(JsonDocument.Parse(lines[^1]).RootElement is var last && last.GetProperty("done").GetBoolean() && last.GetProperty("eval_count").GetInt64() > 0);
    }

    [Fact]
    public async Task Mood_Expensive_MakesFlagshipPromptsLong()
    {
        _provider.Mood = DemoMood.Expensive;

        var large = await DocumentAsync("/v1/messages", """{ "model": "claude-opus-4-8" }""");
        var small = await DocumentAsync("/v1/messages", """{ "model": "claude-haiku-4-5" }""");

        Assert.True(Input(large) >= 90_000);
        Assert.True(Input(small) < 5_000);

        static long Input(JsonElement answer) =>
            answer.GetProperty("usage").GetProperty("input_tokens").GetInt64() + answer.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt64();
    }

    [Fact]
    public async Task Mood_Failing_FailsInEveryWay()
    {
        _provider.Mood = DemoMood.Failing;
        var seen = new HashSet<string>();

        for (var i = 0; i < 60; i++)
        {
            using var response = await PostAsync("/v1/messages", """{ "model": "claude-haiku-4-5", "stream": true }""");
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            seen.Add(response.IsSuccessStatusCode && body.Contains("event: error", StringComparison.Ordinal) ? "in stream" : $"{(int)response.StatusCode}");
        }

        Assert.Equal(["200", "429", "500", "529", "in stream"], seen.Order());
    }

    [Fact]
    public async Task Path_OfNoProvider_IsNotFound()
    {
        using var response = await PostAsync("/v2/unheard-of", "not json");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<JsonElement> DocumentAsync(string path, string request) => JsonDocument.Parse(await TextAsync(path, request)).RootElement;

    private async Task<string[]> EventsAsync(string path, string request) =>
        (await TextAsync(path, request)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> TextAsync(string path, string request)
    {
        using var response = await PostAsync(path, request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string request) => _client.PostAsync(
        new Uri(_provider.Address + path),
        new StringContent(request, Encoding.UTF8, "application/json"),
        TestContext.Current.CancellationToken);
}
