using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary>A call in plain words.</summary>
internal static class CallWords
{
    /// <summary>What an outcome means, and whose turn it is.</summary>
    public static string Explain(LlmCall call) => call.Outcome switch
    {
        CallOutcome.Success => "The provider answered in full.",
        CallOutcome.ClientError => $"The provider refused the request ({call.StatusCode}). It is the caller’s to change, so it does not count as an error of the provider.",
        CallOutcome.RateLimited => "The provider’s limit for this key was reached (429). Fewer calls, a higher limit or a second key help.",
        CallOutcome.Overloaded => "The provider said that it is too busy. Trying again later, or another model, helps.",
        CallOutcome.ServerError => $"The provider failed while it worked on the request ({call.StatusCode}).",
        CallOutcome.Timeout => "The provider sent nothing for longer than the cluster’s activity timeout, and the gateway gave up.",
        CallOutcome.ConnectionError => "The gateway could not reach the provider: address, network or certificate.",
        CallOutcome.StreamError => "The answer began well, and an error came inside the stream.",
        CallOutcome.StreamTruncated => "The stream ended without its closing event: what the caller got is cut off.",
        _ => "The caller left before the answer was complete. What it had used until then is counted.",
    };

    public static string Explain(TokenSource source) => source switch
    {
        TokenSource.Provider => "As the provider reported them.",
        TokenSource.Estimated => "Estimated from the text that passed: the provider did not say.",
        _ => "There are none to count: the call failed before any were used, or its operation has none.",
    };

    /// <param name="status">How the cost came about.</param>
    /// <param name="used">Whether the call used any tokens.</param>
    public static string Explain(PriceStatus status, bool used) => status switch
    {
        PriceStatus.ProviderReported => "The provider itself said what it charged; that wins over any list.",
        PriceStatus.Partial => "Some of the used kinds of tokens have no price, so this is the least that it cost.",
        PriceStatus.Unpriced => "The cost is not known. It is left out of every sum, and counted as unpriced.",
        _ => used ? "Tokens times price, rounded once at the end." : "A call without tokens costs nothing.",
    };

    /// <summary><c>cache_write_5m</c> → <c>Cache write, 5 min</c>.</summary>
    public static string Bucket(string name) => name switch
    {
        "uncached_input" => "Input, not cached",
        "cache_read" => "Input read from cache",
        "cache_write_5m" => "Input written to cache, 5 min",
        "cache_write_1h" => "Input written to cache, 1 h",
        "audio_input" => "Audio in",
        "text_output" => "Output",
        "reasoning" => "Reasoning",
        "audio_output" => "Audio out",
        _ => name,
    };

    /// <summary>Those that were used, by their names in the API.</summary>
    public static IEnumerable<PriceLine> Used(TokenUsage tokens) => new TokenRates(new()).Lines(tokens);
}
