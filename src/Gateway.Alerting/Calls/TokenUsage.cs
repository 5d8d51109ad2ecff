namespace Gateway.Alerting.Calls;

/// <summary>
/// Tokens of one call in disjoint buckets: every token is in exactly one of them, so nothing can be counted or priced twice.
/// Providers report overlapping numbers (OpenAI's prompt includes cached, Anthropic's does not); the dialects untangle that.
/// </summary>
public readonly record struct TokenUsage
{
    /// <summary>Text input that was neither read from nor written to a cache.</summary>
    public long UncachedInput { get; init; }

    public long CacheRead { get; init; }

    /// <summary>Written to a cache that lives five minutes, or to a cache of a provider with only one kind.</summary>
    public long CacheWrite5m { get; init; }

    public long CacheWrite1h { get; init; }

    public long AudioInput { get; init; }

    /// <summary>Visible text output, without reasoning and audio.</summary>
    public long TextOutput { get; init; }

    public long Reasoning { get; init; }

    public long AudioOutput { get; init; }

    public TokenSource Source { get; init; }

    /// <summary>All input, the three cache parts and audio included.</summary>
    public long Input => UncachedInput + CacheRead + CacheWrite5m + CacheWrite1h + AudioInput;

    /// <summary>All output, reasoning and audio included.</summary>
    public long Output => TextOutput + Reasoning + AudioOutput;

    public long Total => Input + Output;
}

/// <summary>Where token counts come from.</summary>
public enum TokenSource
{
    /// <summary>The call has no tokens to count: it failed before any were used, or its operation has none.</summary>
    None,
    Provider,

    /// <summary>The provider never said (client gone, silent stream); counted here from the text that passed.</summary>
    Estimated,
}
