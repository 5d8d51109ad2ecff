using System.Text.Json;

namespace Gateway.Demo;

/// <summary>Gemini's generateContent, and streamGenerateContent as events (<c>alt=sse</c>) or as one long array.</summary>
internal static class GeminiWire
{
    public static Task GenerateAsync(SimulatedCall call) =>
        !call.Path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) ? DocumentAsync(call)
        : call.Query("alt") == "sse" ? EventsAsync(call)
        : ArrayAsync(call);

    public static Task FailAsync(SimulatedCall call) => call.Answer.Failure switch
    {
        SimulatedFailure.RateLimited => call.DocumentAsync(Error(429, "You exceeded your current quota", "RESOURCE_EXHAUSTED"), 429),
        SimulatedFailure.Overloaded => call.DocumentAsync(Error(503, "The model is overloaded. Please try again later.", "UNAVAILABLE"), 503),
        _ => call.DocumentAsync(Error(500, "An internal error has occurred", "INTERNAL"), 500),
    };

    private static async Task DocumentAsync(SimulatedCall call)
    {
        await call.WaitForAnswerAsync();
        await call.DocumentAsync(Part(call, call.Answer.Text, "STOP"));
    }

    private static async Task EventsAsync(SimulatedCall call)
    {
        call.BeginStream();
        var complete = await call.ChunksAsync(text => call.EventAsync(Part(call, text, null)));
        await call.EventAsync(complete ? Part(call, "", "STOP") : Error(500, "An internal error has occurred", "INTERNAL"));
    }

    private static async Task ArrayAsync(SimulatedCall call)
    {
        call.BeginStream("application/json");
        var open = "[";
        var complete = await call.ChunksAsync(text => ElementAsync(Part(call, text, null)));
        await ElementAsync(complete ? Part(call, "", "STOP") : Error(500, "An internal error has occurred", "INTERNAL"));
        await call.TextAsync("]");

        Task ElementAsync(object element)
        {
            var text = open + JsonSerializer.Serialize(element);
            open = ",\r\n";
            return call.TextAsync(text);
        }
    }

    private static object Part(SimulatedCall call, string text, string? finish) => new
    {
        candidates = new[] { Candidate(text, finish) },
        usageMetadata = new
        {
            promptTokenCount = call.Answer.Input,
            candidatesTokenCount = call.Answer.Output - call.Answer.Reasoning,
            thoughtsTokenCount = call.Answer.Reasoning,
            cachedContentTokenCount = call.Answer.Cached,
            totalTokenCount = call.Answer.Input + call.Answer.Output,
        },
        modelVersion = call.Answer.Model,
        responseId = call.Id,
    };

    private static Dictionary<string, object> Candidate(string text, string? finish)
    {
        var candidate = new Dictionary<string, object> { ["content"] = new { parts = new[] { new { text } }, role = "model" }, ["index"] = 0 };
        if (finish is not null)
        {
            candidate["finishReason"] = finish;
        }

        return candidate;
    }

    private static object Error(int code, string message, string status) => new { error = new { code, message, status } };
}
