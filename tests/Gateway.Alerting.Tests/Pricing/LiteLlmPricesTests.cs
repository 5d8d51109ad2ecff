using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class LiteLlmPricesTests
{
    private const string File = """
        {
          "sample_spec": { "litellm_provider": "one of …", "input_cost_per_token": 0.0 },
          "gpt-x": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1.5e-05,
                     "cache_read_input_token_cost": 2.5e-07, "output_cost_per_reasoning_token": 2e-05,
                     "input_cost_per_audio_token": 4e-05, "output_cost_per_audio_token": 8e-05,
                     "input_cost_per_token_above_272k_tokens": 5e-06, "output_cost_per_token_above_272k_tokens": 2.25e-05,
                     "input_cost_per_token_priority": 1e-03 },
          "claude-x": { "litellm_provider": "anthropic", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
                     "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 7e-06,
                     "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06, "input_cost_per_token_above_200k_tokens": 6e-06,
                     "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 1.2e-05 },
          "azure/gpt-x": { "litellm_provider": "azure", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
          "anthropic.claude-x-v1:0": { "litellm_provider": "bedrock_converse", "input_cost_per_token": 2e-06 },
          "gemini/gemini-x": { "litellm_provider": "gemini", "input_cost_per_token": 3e-07 },
          "gemini-x": { "litellm_provider": "vertex_ai-language-models", "input_cost_per_token": 4e-07 },
          "groq/openai/oss": { "litellm_provider": "groq", "input_cost_per_token": 1.5e-07 },
          "xai/grok-x": { "litellm_provider": "xai", "input_cost_per_token": 1e-06, "input_cost_per_token_above_128k_tokens": 2e-06 },
          "dashscope/qwen-x": { "litellm_provider": "dashscope", "tiered_pricing": [
                     { "range": [0, 256000], "input_cost_per_token": 4e-07 }, { "range": [256000, 1000000], "input_cost_per_token": 1.2e-06 }] },
          "dall-e-x": { "litellm_provider": "openai", "mode": "image_generation", "input_cost_per_image": 0.04 },
          "broken": { "litellm_provider": "openai", "input_cost_per_token": -1 },
          "nobody's": { "input_cost_per_token": 1e-06 }
        }
        """;

    private static readonly PriceBook Book = PriceFiles.Book(File);

    [Theory]
    [InlineData("openai", "gpt-x", "2.5")]
    [InlineData("azure-openai", "gpt-x", "1")]
    [InlineData("bedrock", "us.anthropic.claude-x-v1:0", "2")]
    [InlineData("gemini", "gemini-x", "0.3")]
    [InlineData("vertex", "gemini-x", "0.4")]
    [InlineData("groq", "openai/oss", "0.15")]
    [InlineData("xai", "grok-x", "1")]
    [InlineData("dashscope", "qwen-x", "0.4")]
    public void Entry_OfAProvider_IsPricedUnderOurNames(string provider, string model, string perMillion) =>
        Assert.Equal(decimal.Parse(perMillion, System.Globalization.CultureInfo.InvariantCulture), Book.InputPrice(provider, model));

    public static TheoryData<string, string, TokenUsage, decimal> Costs => new()
    {
        { "openai", "gpt-x", new() { CacheRead = 100_000, Reasoning = 10_000 }, 0.025m + 0.2m },
        { "openai", "gpt-x", new() { AudioInput = 1_000, AudioOutput = 1_000 }, 0.04m + 0.08m },
        { "openai", "gpt-x", new() { UncachedInput = 300_000, TextOutput = 1_000 }, 1.5m + 0.0225m },
        { "anthropic", "claude-x", new() { CacheWrite5m = 1_000, CacheWrite1h = 1_000 }, 0.00375m + 0.007m },
        { "anthropic", "claude-x", new() { CacheWrite5m = 100_000, CacheWrite1h = 200_000 }, 0.75m + 2.4m },
        { "xai", "grok-x", new() { UncachedInput = 128_000 }, 0.256m },
        { "dashscope", "qwen-x", new() { UncachedInput = 256_001 }, 0.3072012m },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public void Entry_WithCacheReasoningAudioAndTiers_PricesThem(string provider, string model, TokenUsage tokens, decimal dollars) =>
        Assert.Equal(new CallCost(NanoUsd.FromDollars(dollars), PriceStatus.Priced), Book.Price(provider, model, null, tokens));

    [Fact]
    public void Entries_NotPricedByTokens_AreCountedAndLeftOut()
    {
        var reading = PriceFiles.Parse(File);

        Assert.Equal(3, reading.Ignored);
        Assert.Null(Book.InputPrice("openai", "dall-e-x"));
        Assert.Null(Book.InputPrice("openai", "broken"));
    }
}
