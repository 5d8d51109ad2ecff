using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Demo;

/// <summary>
/// All providers in one small server on a free port of loopback, in their true wire formats: OpenAI chat and embeddings (also as Groq, Mistral,
/// DeepSeek, xAI and OpenRouter speak it), Anthropic messages, Gemini and Ollama. Accepts any key. Answers are made up; their sizes, pace and failures follow <see cref="Mood"/>.
/// </summary>
internal sealed class SimulatedProvider : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SimulatedAnswers _answers;
    private readonly TimeProvider _time;

    private SimulatedProvider(TimeProvider time, int seed)
    {
        _time = time;
        _answers = new SimulatedAnswers(seed);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public DemoMood Mood { get; set; }

    /// <summary>Such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => _server.Urls.Single();

    /// <summary>Listening when it returns: the gateway's configuration needs the address before the gateway is built.</summary>
    public static SimulatedProvider Start(TimeProvider time, int seed = 1)
    {
        var provider = new SimulatedProvider(time, seed);
        provider._server.Start();
        return provider;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to answer.
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        var (body, length) = await BodyAsync(http);
        var path = http.Request.Path.Value ?? "";
        var model = GeminiModel(path) ?? (body?["model"] as JsonValue)?.ToString() ?? "unknown";
        var call = new SimulatedCall(http, body, _answers.Next(model, length, Mood), _time);
        await (path switch
        {
            _ when path.EndsWith("/chat/completions", StringComparison.Ordinal) => AnswerAsync(call, call.Flag("stream"), OpenAiWire.ChatAsync, OpenAiWire.FailAsync),
            _ when path.EndsWith("/embeddings", StringComparison.Ordinal) => AnswerAsync(call, streams: false, OpenAiWire.EmbeddingsAsync, OpenAiWire.FailAsync),
            _ when path.EndsWith("/v1/messages", StringComparison.Ordinal) => AnswerAsync(call, call.Flag("stream"), AnthropicWire.MessagesAsync, AnthropicWire.FailAsync),
            _ when GeminiModel(path) is not null =>
                AnswerAsync(call, path.EndsWith(":streamGenerateContent", StringComparison.Ordinal), GeminiWire.GenerateAsync, GeminiWire.FailAsync),
            "/api/chat" => AnswerAsync(call, OllamaStreams(body), answered => OllamaWire.ChatAsync(answered, OllamaStreams(body)), OllamaWire.FailAsync),
            _ => call.DocumentAsync(new { error = new { message = $"The simulated provider has no {path}", type = "invalid_request_error" } }, StatusCodes.Status404NotFound),
        });
    }

    private static Task AnswerAsync(SimulatedCall call, bool streams, Func<SimulatedCall, Task> answer, Func<SimulatedCall, Task> fail) =>
        call.Answer.Failure switch
        {
            SimulatedFailure.None => answer(call),
            SimulatedFailure.InStream when streams => answer(call),
            _ => fail(call),
        };

    private static async Task<(JsonNode? Body, int Length)> BodyAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        try
        {
            return (JsonNode.Parse(text) as JsonObject, text.Length);
        }
        catch (JsonException)
        {
            // A request without a readable body names no model; that is an answer's business, not an error of the server.
            return (null, text.Length);
        }
    }

    private static bool OllamaStreams(JsonNode? body) => body?["stream"] is not JsonValue value || !value.TryGetValue<bool>(out var stream) || stream;

    private static string? GeminiModel(string path)
    {
        const string Models = "/models/";
        var start = path.IndexOf(Models, StringComparison.Ordinal);
        var end = path.LastIndexOf(':');
        return start >= 0 && end > start + Models.Length ? path[(start + Models.Length)..end] : null;
    }
}
