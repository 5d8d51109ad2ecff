using Gateway.Dialects.Providers;

namespace Gateway.Dialects;

/// <summary>Tells which wire format a request speaks from the shape of its path's end, whatever prefix the provider puts before it.</summary>
public static class DialectCatalog
{
    private static readonly OpenAiChat Chat = new();
    private static readonly OpenAiResponses Responses = new();
    private static readonly OpenAiEmbeddings Embeddings = new();
    private static readonly AnthropicMessages Anthropic = new();
    private static readonly BedrockInvokeAnthropic InvokedAnthropic = new(Anthropic);
    private static readonly Gemini Gemini = new();
    private static readonly BedrockConverse Bedrock = new();
    private static readonly Ollama Ollama = new();

    private static DialectMatch Other { get; } = new(null, "other", null, null);

    /// <summary>Every name that <c>Llm.Dialect</c> may have: the families, and the single formats in them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "openai", "anthropic", "gemini", "bedrock", "ollama",
        .. new IDialect[] { Chat, Responses, Embeddings, Anthropic, Bedrock }.Select(dialect => dialect.Name),
    ];

    /// <param name="provider">The cluster's provider; decides where a path is ambiguous.</param>
    /// <param name="dialectOverride">One of <see cref="Names"/>: a family admits only its own paths, a single format is taken at its word for every path.</param>
    /// <param name="path">The provider's own path, without the gateway's prefix.</param>
    public static DialectMatch Match(string provider, string? dialectOverride, string path)
    {
        var match = ByShape(provider, path.TrimEnd('/'));
        if (string.IsNullOrEmpty(dialectOverride))
        {
            return match;
        }

        if (match.Dialect is { } dialect && IsOf(dialect, dialectOverride))
        {
            return match;
        }

        return Forced(dialectOverride.ToLowerInvariant()) is { } forced ? new(forced.Dialect, forced.Operation, match.PathModel, match.PathStreaming) : Other;
    }

    private static bool IsOf(IDialect dialect, string name) =>
        dialect.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || dialect.Name.StartsWith(name + "-", StringComparison.OrdinalIgnoreCase);

    private static (IDialect Dialect, string Operation)? Forced(string name) => name switch
    {
        "openai-chat" => (Chat, "chat"),
        "openai-responses" => (Responses, "responses"),
        "openai-embeddings" => (Embeddings, "embeddings"),
        "anthropic-messages" => (Anthropic, "messages"),
        "bedrock-converse" => (Bedrock, "chat"),
        _ => null,
    };

    private static DialectMatch ByShape(string provider, string path) => path switch
    {
        _ when Ends(path, "/chat/completions") => new(Chat, "chat", PathModels.Deployment(path), null),
        _ when Ends(path, "/completions") => new(Chat, "generate", PathModels.Deployment(path), null),
        _ when Ends(path, "/responses") => new(Responses, "responses", PathModels.Deployment(path), null),
        _ when Is(path, "/api/embeddings") || Is(path, "/api/embed") => new(Ollama, "embeddings", null, null),
        _ when Is(path, "/api/chat") => new(Ollama, "chat", null, null),
        _ when Is(path, "/api/generate") => new(Ollama, "generate", null, null),
        _ when Ends(path, "/embeddings") => new(Embeddings, "embeddings", PathModels.Deployment(path), null),
        _ when Ends(path, "/v1/messages") || (provider == "anthropic" && Is(path, "/messages")) => new(Anthropic, "messages", null, null),
        _ when PathModels.Bedrock(path) is var (model, verb) => ByVerb(model, verb),
        _ when PathModels.Google(path) is var (model, verb) => ByVerb(model, verb, path),
        _ => Other,
    };

    private static DialectMatch ByVerb(string model, string verb) => verb switch
    {
        "converse" => new(Bedrock, "chat", model, false),
        "converse-stream" => new(Bedrock, "chat", model, true),
        "invoke" when IsClaude(model) => new(InvokedAnthropic, "messages", model, false),
        "invoke-with-response-stream" when IsClaude(model) => new(InvokedAnthropic, "messages", model, true),
        _ => Other with { PathModel = model, PathStreaming = verb == "invoke-with-response-stream" },
    };

    private static DialectMatch ByVerb(string model, string verb, string path) => verb switch
    {
        "generateContent" => new(Gemini, "generate", model, false),
        "streamGenerateContent" => new(Gemini, "generate", model, true),
        "embedContent" or "batchEmbedContents" => new(Gemini, "embeddings", model, false),
        "rawPredict" when OfAnthropic(path) => new(Anthropic, "messages", model, false),
        "streamRawPredict" when OfAnthropic(path) => new(Anthropic, "messages", model, true),
        _ => Other with { PathModel = model },
    };

    private static bool IsClaude(string model) => model.Contains("anthropic.", StringComparison.OrdinalIgnoreCase);

    private static bool OfAnthropic(string path) => path.Contains("/publishers/anthropic/", StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string path, string end) => path.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string path, string whole) => path.Equals(whole, StringComparison.OrdinalIgnoreCase);
}
