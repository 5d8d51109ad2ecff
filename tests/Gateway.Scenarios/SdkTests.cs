using System.ClientModel;
using System.Text;
using Anthropic;
using Anthropic.Models.Messages;
using Gateway.Demo;
using Gateway.Scenarios.Stage;
using OllamaSharp;
using OllamaSharp.Models.Chat;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Gateway.Scenarios;

/// <summary>
/// The vendors' own libraries, told nothing but another base address: they get their answers whole, and the log says of each call what the library says.
/// </summary>
public sealed class SdkTests : IAsyncLifetime
{
    private readonly SimulatedProvider _provider = SimulatedProvider.Start(TimeProvider.System);
    private RunningGateway _gateway = null!;

    private OpenAIClientOptions OpenAi => new() { Endpoint = new(_gateway.Address, "openai/v1") };

    private AnthropicClient AnthropicClient => new() { ApiKey = "sk-ant-scenario-0000000009fQ2", BaseUrl = new Uri(_gateway.Address, "anthropic").ToString() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(_provider.Address);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task OpenAi_Chat_AnswersAndIsMetered()
    {
        var client = new ChatClient("gpt-5.4-mini", new ApiKeyCredential("sk-scenario-00000000009fQ2"), OpenAi);

        var answer = (await client.CompleteChatAsync([new UserChatMessage("Say good morning")], cancellationToken: Cancellation)).Value;

        Assert.NotEmpty(answer.Content[0].Text);
        var call = await OnlyCallAsync("openai-chat", streaming: false);
        Assert.Equal((answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount), Tokens(call));
        Assert.Equal((answer.Usage.InputTokenDetails.CachedTokenCount, answer.Usage.OutputTokenDetails.ReasoningTokenCount), ((int)call.Whole("tokens.cache_read"), (int)call.Whole("tokens.reasoning")));
        Assert.Equal(answer.Model, call.Text("response_model"));
    }

    [Fact]
    public async Task OpenAi_ChatStream_AnswersAndIsMetered()
    {
        var client = new ChatClient("gpt-5.4", new ApiKeyCredential("sk-scenario-00000000009fQ2"), OpenAi);
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;

        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Say good morning")], cancellationToken: Cancellation))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
        }

        Assert.NotEmpty(text.ToString());
        Assert.NotNull(usage);
        var call = await OnlyCallAsync("openai-chat", streaming: true);
        Assert.Equal((usage.InputTokenCount, usage.OutputTokenCount), Tokens(call));
    }

    [Fact]
    public async Task OpenAi_Embeddings_AnswerAndAreMetered()
    {
        var client = new EmbeddingClient("text-embedding-3-small", new ApiKeyCredential("sk-scenario-00000000009fQ2"), OpenAi);

        var answer = (await client.GenerateEmbeddingsAsync(["good morning"], cancellationToken: Cancellation)).Value;

        Assert.NotEqual(0, Assert.Single(answer).ToFloats().Length);
        var call = await OnlyCallAsync("openai-embeddings", streaming: false);
        Assert.Equal((answer.Usage.InputTokenCount, 0), Tokens(call));
        Assert.Equal("embeddings", call.Text("operation"));
    }

    [Fact]
    public async Task Anthropic_Messages_AnswerAndAreMetered()
    {
        using var client = AnthropicClient;

        var answer = await client.Messages.Create(Message(), Cancellation);

        Assert.True(answer.Content[0].TryPickText(out var text));
        Assert.NotEmpty(text.Text);
        var call = await OnlyCallAsync("anthropic-messages", streaming: false);
        var cached = answer.Usage.CacheReadInputTokens ?? 0;
        Assert.Equal(((int)(answer.Usage.InputTokens + cached), (int)answer.Usage.OutputTokens), Tokens(call));
        Assert.Equal(cached, call.Whole("tokens.cache_read"));
    }

    [Fact]
    public async Task Anthropic_MessageStream_AnswersAndIsMetered()
    {
        using var client = AnthropicClient;
        var text = new StringBuilder();
        long input = 0, output = 0;

        await foreach (var update in client.Messages.CreateStreaming(Message(), Cancellation))
        {
            if (update.TryPickStart(out var start))
            {
                input = start.Message.Usage.InputTokens + (start.Message.Usage.CacheReadInputTokens ?? 0);
            }
            else if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var delta))
            {
                text.Append(delta.Text);
            }
            else if (update.TryPickDelta(out var end))
            {
                output = end.Usage.OutputTokens;
            }
        }

        Assert.NotEmpty(text.ToString());
        var call = await OnlyCallAsync("anthropic-messages", streaming: true);
        Assert.Equal(((int)input, (int)output), Tokens(call));
    }

    [Fact]
    public async Task Ollama_Chat_AnswersAndIsMetered()
    {
        using var http = new HttpClient { BaseAddress = new(_gateway.Address, "ollama/") };
        using var client = new OllamaApiClient(http, "llama3.2");
        var text = new StringBuilder();
        ChatDoneResponseStream? end = null;

        await foreach (var update in client.ChatAsync(new() { Model = "llama3.2", Messages = [new(OllamaSharp.Models.Chat.ChatRole.User, "Say good morning")] }, Cancellation))
        {
            text.Append(update?.Message.Content);
            end = update as ChatDoneResponseStream ?? end;
        }

        Assert.NotEmpty(text.ToString());
        Assert.NotNull(end);
        var call = await OnlyCallAsync("ollama", streaming: true);
        Assert.Equal((end.PromptEvalCount, end.EvalCount), Tokens(call));
    }

    [Fact]
    public async Task PlainClient_ThatAsksForNoUsage_SeesNoneAndIsMeteredAllTheSame()
    {
        var answer = await _gateway.Client.ChatAsync(stream: true);

        Assert.EndsWith("data: [DONE]\n\n", answer.Text);
        Assert.DoesNotContain("\"usage\"", answer.Text);
        var call = await OnlyCallAsync("openai-chat", streaming: true);
        Assert.Equal("provider", call.Text("tokens.source"));
        Assert.NotEqual(0, call.Whole("tokens.output"));
    }

    private static MessageCreateParams Message() => new()
    {
        Model = "claude-sonnet-4-5",
        MaxTokens = 256,
        Messages = [new() { Role = Role.User, Content = "Say good morning" }],
    };

    private static (int Input, int Output) Tokens(System.Text.Json.Nodes.JsonNode call)
    {
        Assert.Equal("provider", call.Text("tokens.source"));
        return ((int)call.Whole("tokens.input"), (int)call.Whole("tokens.output"));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> OnlyCallAsync(string dialect, bool streaming)
    {
        var call = Assert.Single(await _gateway.Api.CallsAsync(1));
        Assert.Equal((dialect, "success", streaming), (call.Text("dialect"), call.Text("outcome"), call.At("streaming")!.GetValue<bool>()));
        return call;
    }
}
