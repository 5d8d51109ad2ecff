using System.Text.Json;

namespace Gateway.Demo;

/// <summary>Ollama's native chat: one JSON object a line, streamed unless the request says otherwise.</summary>
internal static class OllamaWire
{
    public static Task ChatAsync(SimulatedCall call, bool stream) => stream ? StreamAsync(call) : DocumentAsync(call);

    public static Task FailAsync(SimulatedCall call) =>
        call.DocumentAsync(new { error = "llama runner process has terminated" }, call.Answer.Failure == SimulatedFailure.Overloaded ? 503 : 500);

    private static async Task DocumentAsync(SimulatedCall call)
    {
        await call.WaitForAnswerAsync();
        await call.DocumentAsync(Last(call, call.Answer.Text));
    }

    private static async Task StreamAsync(SimulatedCall call)
    {
        call.BeginStream("application/x-ndjson");
        var complete = await call.ChunksAsync(text => LineAsync(call, new { model = call.Answer.Model, created_at = call.Now, message = Message(text), done = false }));
        await LineAsync(call, complete ? Last(call, "") : new { error = "llama runner process has terminated" });
    }

    private static Task LineAsync(SimulatedCall call, object line) => call.TextAsync(JsonSerializer.Serialize(line) + "\n");

    private static object Last(SimulatedCall call, string text) => new
    {
        model = call.Answer.Model,
        created_at = call.Now,
        message = Message(text),
        done_reason = "stop",
        done = true,
        total_duration = Nanoseconds(call.Answer.Duration),
        prompt_eval_count = call.Answer.Input,
        prompt_eval_duration = Nanoseconds(call.Answer.FirstChunkAfter),
        eval_count = call.Answer.Output,
        eval_duration = Nanoseconds(call.Answer.Duration - call.Answer.FirstChunkAfter),
    };

    private static object Message(string content) => new { role = "assistant", content };

    private static long Nanoseconds(TimeSpan duration) => duration.Ticks * TimeSpan.NanosecondsPerTick;
}
