namespace Gateway.Alerting.Calls;

/// <summary>
/// Puts tokens into their disjoint buckets from whatever an import knows: buckets, or <c>input</c> and <c>output</c>, or only <c>total</c>
/// (which is then taken as plain input). Numbers that contradict each other are refused, never mended.
/// </summary>
internal static class TokenFields
{
    /// <summary>Far above any call, and low enough that sums cannot overflow.</summary>
    private const long Most = 1_000_000_000_000;

    public static TokenUsage Read(JsonFields json)
    {
        var cached = new TokenUsage
        {
            CacheRead = json.Whole("cache_read", Most) ?? 0,
            CacheWrite5m = json.Whole("cache_write_5m", Most) ?? 0,
            CacheWrite1h = json.Whole("cache_write_1h", Most) ?? 0,
            AudioInput = json.Whole("audio_input", Most) ?? 0,
            Reasoning = json.Whole("reasoning", Most) ?? 0,
            AudioOutput = json.Whole("audio_output", Most) ?? 0,
        };
        var uncached = json.Whole("uncached_input", Most);
        var input = json.Whole("input", Most);
        var output = json.Whole("output", Most);
        var total = json.Whole("total", Most);
        var source = json.Word<TokenSource>("source");
        json.RefuseUnknown();

        var knownInput = input ?? (uncached is { } plain ? plain + cached.Input : null);
        var wholeOutput = output ?? (total is { } all && knownInput is { } known ? all - known : cached.Output);
        var wholeInput = knownInput ?? (total is { } sum ? sum - wholeOutput : cached.Input);
        var tokens = cached with
        {
            UncachedInput = uncached ?? wholeInput - cached.Input,
            TextOutput = wholeOutput - cached.Output,
        };
        Check(json, tokens, input, output, total);
        return tokens with { Source = source ?? (tokens.Total > 0 ? TokenSource.Provider : TokenSource.None) };
    }

    private static void Check(JsonFields json, in TokenUsage tokens, long? input, long? output, long? total)
    {
        if (tokens.UncachedInput < 0)
            json.Refuse(input is null ? "total" : "input", "is less than the parts that it includes: cache_read, cache_write_5m, cache_write_1h, audio_input");
        else if (input is { } i && i != tokens.Input)
            json.Refuse("input", $"must be the sum of uncached_input, cache_read, cache_write_5m, cache_write_1h and audio_input, which is {tokens.Input}, was {i}");

        if (tokens.TextOutput < 0)
            json.Refuse(output is null ? "total" : "output", "is less than the parts that it includes: reasoning, audio_output");
        else if (total is { } t && tokens.UncachedInput >= 0 && t != tokens.Total)
            json.Refuse("total", $"must be input plus output, which is {tokens.Total}, was {t}");
    }
}
