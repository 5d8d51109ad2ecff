namespace Gateway.Demo;

/// <summary>The chat completions and embeddings of OpenAI and those who speak like it.</summary>
internal static class OpenAiWire
{
    public static Task ChatAsync(SimulatedCall call) => call.Flag("stream") ? StreamAsync(call) : DocumentAsync(call);

    public static async Task EmbeddingsAsync(SimulatedCall call)
    {
        await call.WaitForFirstChunkAsync();
        await call.DocumentAsync(new
        {
            @object = "list",
            data = new[] { new { @object = "embedding", index = 0, embedding = new[] { 0.0023, -0.0091, 0.0154, -0.0007 } } },
            model = call.Answer.Model,
            usage = new { prompt_tokens = call.Answer.Input, total_tokens = call.Answer.Input },
        });
    }

    public static Task FailAsync(SimulatedCall call) => call.Answer.Failure switch
    {
        SimulatedFailure.RateLimited => call.DocumentAsync(Error("Rate limit reached for requests", "requests", "rate_limit_exceeded"), 429),
        SimulatedFailure.Overloaded => call.DocumentAsync(Error("The engine is currently overloaded, please try again later", "overloaded_error", "overloaded"), 503),
        _ => call.DocumentAsync(Error("The server had an error while processing your request", "server_error", null), 500),
    };

    private static async Task DocumentAsync(SimulatedCall call)
    {
        await call.WaitForAnswerAsync();
        await call.DocumentAsync(new
        {
            id = "chatcmpl-" + call.Id,
            @object = "chat.completion",
            created = call.Created,
            model = Snapshot(call),
            choices = new[] { new { index = 0, message = new { role = "assistant", content = call.Answer.Text }, finish_reason = "stop" } },
            usage = Usage(call),
        });
    }

    private static async Task StreamAsync(SimulatedCall call)
    {
        call.BeginStream();
        var usageAsked = call.Flag("stream_options", "include_usage") || StatesUsageUnasked(call);
        await call.EventAsync(Chunk(call, new { role = "assistant", content = "" }, null));
        if (!await call.ChunksAsync(text => call.EventAsync(Chunk(call, new { content = text }, null))))
        {
            await call.EventAsync(Error("The server had an error while processing your request", "server_error", null));
            return;
        }

        await call.EventAsync(Chunk(call, new { }, "stop"));
        if (usageAsked)
        {
            await call.EventAsync(new
            {
                id = "chatcmpl-" + call.Id,
                @object = "chat.completion.chunk",
                created = call.Created,
                model = Snapshot(call),
                choices = Array.Empty<object>(),
                usage = Usage(call),
            });
        }

        await call.TextAsync("data: [DONE]\n\n");
    }

    private static object Chunk(SimulatedCall call, object delta, string? finish) => new
    {
        id = "chatcmpl-" + call.Id,
        @object = "chat.completion.chunk",
        created = call.Created,
        model = Snapshot(call),
        choices = new[] { new { index = 0, delta, finish_reason = finish } },
    };

    private static Dictionary<string, object> Usage(SimulatedCall call)
    {
        var answer = call.Answer;
        var usage = new Dictionary<string, object>
        {
            ["prompt_tokens"] = answer.Input,
            ["completion_tokens"] = answer.Output,
            ["total_tokens"] = answer.Input + answer.Output,
            ["prompt_tokens_details"] = new { cached_tokens = answer.Cached, audio_tokens = 0 },
            ["completion_tokens_details"] = new { reasoning_tokens = answer.Reasoning, audio_tokens = 0 },
        };
        if (IsOpenRouter(call))
        {
            usage["cost"] = ((answer.Input * 0.14m) + (answer.Output * 0.28m)) / 1_000_000;
        }

        return usage;
    }

    private static object Error(string message, string type, string? code) => new { error = new { message, type, param = (string?)null, code } };

    /// <summary>OpenAI answers with the snapshot of the model.</summary>
    private static string Snapshot(SimulatedCall call) =>
        call.Answer.Model.StartsWith("gpt-", StringComparison.Ordinal) ? call.Answer.Model + "-2026-03-05" : call.Answer.Model;

    private static bool IsOpenRouter(SimulatedCall call) => call.Path.StartsWith("/api/v1/", StringComparison.Ordinal);

    private static bool StatesUsageUnasked(SimulatedCall call) =>
        IsOpenRouter(call) || call.Answer.Model.StartsWith("mistral", StringComparison.Ordinal) || call.Answer.Model.StartsWith("grok", StringComparison.Ordinal);
}
