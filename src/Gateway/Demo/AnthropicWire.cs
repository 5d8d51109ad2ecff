namespace Gateway.Demo;

/// <summary>Anthropic's messages.</summary>
internal static class AnthropicWire
{
    public static Task MessagesAsync(SimulatedCall call) => call.Flag("stream") ? StreamAsync(call) : DocumentAsync(call);

    public static Task FailAsync(SimulatedCall call) => call.Answer.Failure switch
    {
        SimulatedFailure.RateLimited => call.DocumentAsync(Error("rate_limit_error", "Number of request tokens has exceeded your per-minute rate limit"), 429),
        SimulatedFailure.Overloaded => call.DocumentAsync(Error("overloaded_error", "Overloaded"), 529),
        _ => call.DocumentAsync(Error("api_error", "Internal server error"), 500),
    };

    private static async Task DocumentAsync(SimulatedCall call)
    {
        await call.WaitForAnswerAsync();
        await call.DocumentAsync(Message(call, [new { type = "text", text = call.Answer.Text }], "end_turn", call.Answer.Output));
    }

    private static async Task StreamAsync(SimulatedCall call)
    {
        call.BeginStream();
        await call.EventAsync(new { type = "message_start", message = Message(call, [], null, 1) }, "message_start");
        await call.EventAsync(new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } }, "content_block_start");
        await call.EventAsync(new { type = "ping" }, "ping");
        if (!await call.ChunksAsync(text => call.EventAsync(
            new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text } }, "content_block_delta")))
        {
            await call.EventAsync(Error("overloaded_error", "Overloaded"), "error");
            return;
        }

        await call.EventAsync(new { type = "content_block_stop", index = 0 }, "content_block_stop");
        await call.EventAsync(
            new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage = new { output_tokens = call.Answer.Output } },
            "message_delta");
        await call.EventAsync(new { type = "message_stop" }, "message_stop");
    }

    private static object Message(SimulatedCall call, object[] content, string? stopReason, long output) => new
    {
        id = "msg_" + call.Id,
        type = "message",
        role = "assistant",
        model = call.Answer.Model,
        content,
        stop_reason = stopReason,
        stop_sequence = (string?)null,
        // Anthropic's input_tokens leaves out what was read from the cache.
        usage = new
        {
            input_tokens = call.Answer.Input - call.Answer.Cached,
            cache_creation_input_tokens = 0,
            cache_read_input_tokens = call.Answer.Cached,
            output_tokens = output,
        },
    };

    private static object Error(string type, string message) => new { type = "error", error = new { type, message } };
}
