namespace Gateway.Demo;

/// <summary>How a demo client speaks to its provider.</summary>
internal enum DemoWire
{
    OpenAiChat,
    OpenAiEmbeddings,
    AnthropicMessages,
    Gemini,
    Ollama,
}

/// <summary>Somebody who uses models.</summary>
internal sealed record DemoPerson(string User, string Team, string ApiKey);

/// <summary>One kind of call.</summary>
/// <param name="Provider">Also the route and the price list.</param>
/// <param name="Path">Behind the provider's prefix; <c>{0}</c> is the Gemini method.</param>
/// <param name="Model">As asked for.</param>
/// <param name="Wire">The format.</param>
/// <param name="Weight">How often it is made, against the others.</param>
/// <param name="Flagship">Large and dear: what everybody uses during the spike.</param>
internal sealed record DemoWorkload(string Provider, string Path, string Model, DemoWire Wire, int Weight, bool Flagship = false);

/// <summary>Who calls what in the demo. All made up; every model but the local one has a price in <c>config/prices.json</c>.</summary>
internal static class DemoCast
{
    /// <summary>Spike calls go to flagships this many times as often.</summary>
    private const int SpikeFactor = 6;

    private const string Chat = "/v1/chat/completions";

    public static readonly DemoPerson[] People =
    [
        new("ada", "search", "sk-demo-search-000000009fQ2"),
        new("grace", "search", "sk-demo-search-000000009fQ2"),
        new("linus", "platform", "sk-demo-platform-00000031bZ"),
        new("margaret", "support", "sk-demo-support-0000000kT7c"),
        new("dennis", "support", "sk-demo-support-0000000kT7c"),
        new("barbara", "research", "sk-demo-research-000000Wm4x"),
    ];

    public static readonly DemoWorkload[] Workloads =
    [
        new("openai", Chat, "gpt-5.4-mini", DemoWire.OpenAiChat, 24),
        new("openai", Chat, "gpt-5.4", DemoWire.OpenAiChat, 6, Flagship: true),
        new("openai", "/v1/embeddings", "text-embedding-3-small", DemoWire.OpenAiEmbeddings, 10),
        new("anthropic", "/v1/messages", "claude-haiku-4-5", DemoWire.AnthropicMessages, 14),
        new("anthropic", "/v1/messages", "claude-sonnet-4-6", DemoWire.AnthropicMessages, 12),
        new("anthropic", "/v1/messages", "claude-opus-4-8", DemoWire.AnthropicMessages, 4, Flagship: true),
        new("gemini", "/v1beta/models/gemini-3.5-flash:{0}", "gemini-3.5-flash", DemoWire.Gemini, 12),
        new("gemini", "/v1beta/models/gemini-2.5-pro:{0}", "gemini-2.5-pro", DemoWire.Gemini, 4, Flagship: true),
        new("groq", "/openai/v1/chat/completions", "llama-3.3-70b-versatile", DemoWire.OpenAiChat, 6),
        new("mistral", Chat, "mistral-large-latest", DemoWire.OpenAiChat, 4),
        new("openrouter", "/api/v1/chat/completions", "deepseek/deepseek-v4-flash", DemoWire.OpenAiChat, 3),
        new("ollama", "/api/chat", "llama3.2", DemoWire.Ollama, 5),
    ];

    public static DemoPerson Person(Random random) => People[random.Next(People.Length)];

    public static DemoWorkload Workload(Random random, DemoMood mood)
    {
        var ticket = random.Next(Workloads.Sum(Tickets));
        foreach (var workload in Workloads)
        {
            ticket -= Tickets(workload);
            if (ticket < 0)
            {
                return workload;
            }
        }

        return Workloads[^1];

        int Tickets(DemoWorkload workload) => workload.Weight * (mood == DemoMood.Expensive && workload.Flagship ? SpikeFactor : 1);
    }

    public static bool IsFlagship(string model) => Workloads.Any(workload => workload.Flagship && model.StartsWith(workload.Model, StringComparison.Ordinal)
        && !model.Contains("mini", StringComparison.Ordinal));
}
