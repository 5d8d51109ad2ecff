using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Demo;

/// <summary>One request at the simulated provider, with the means to answer it at a model's pace.</summary>
internal sealed class SimulatedCall(HttpContext http, JsonNode? body, SimulatedAnswer answer, TimeProvider time)
{
    public SimulatedAnswer Answer => answer;

    public long Created => time.GetUtcNow().ToUnixTimeSeconds();

    public DateTimeOffset Now => time.GetUtcNow();

    public string Path => http.Request.Path.Value ?? "";

    public string Id { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public bool Flag(string member) => body?[member] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public bool Flag(string parent, string member) => body?[parent]?[member] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public string? Query(string name) => http.Request.Query[name];

    public Task WaitForAnswerAsync() => Task.Delay(answer.Duration, time, http.RequestAborted);

    public Task WaitForFirstChunkAsync() => Task.Delay(answer.FirstChunkAfter, time, http.RequestAborted);

    public Task WaitForNextChunkAsync() => Task.Delay(answer.BetweenChunks, time, http.RequestAborted);

    public Task DocumentAsync(object document, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status429TooManyRequests)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        return http.Response.WriteAsJsonAsync(document, JsonSerializerOptions.Default, http.RequestAborted);
    }

    public void BeginStream(string contentType = "text/event-stream")
    {
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-cache";
    }

    public Task EventAsync(object data, string? name = null) =>
        TextAsync($"{(name is null ? "" : $"event: {name}\n")}data: {JsonSerializer.Serialize(data)}\n\n");

    public async Task TextAsync(string text)
    {
        await http.Response.WriteAsync(text, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Writes the chunks at the answer's pace; where it fails midway, stops after the second and says so.</summary>
    /// <returns>Whether the stream got to its end.</returns>
    public async Task<bool> ChunksAsync(Func<string, Task> write)
    {
        await WaitForFirstChunkAsync();
        var chunks = answer.Failure == SimulatedFailure.InStream ? answer.Chunks.Take(2) : answer.Chunks;
        foreach (var chunk in chunks)
        {
            await write(chunk);
            await WaitForNextChunkAsync();
        }

        return answer.Failure != SimulatedFailure.InStream;
    }
}
