using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// Reads LiteLLM's <c>model_prices_and_context_window.json</c>: dollars per token, one entry a model, keyed <c>model</c> or <c>provider/model</c>.
/// The file is somebody else's, so an entry without usable token prices (priced by image, second or query, or unreadable) is counted and left out,
/// never a reason to refuse the others. Service tiers, batches, off-peak hours and per-query charges are not read.
/// </summary>
internal static partial class LiteLlmPrices
{
    private const decimal TokensPerMillion = 1_000_000;

    /// <summary>Their names for providers, where they differ from ours.</summary>
    private static readonly Dictionary<string, string> OurNames = new(StringComparer.Ordinal)
    {
        ["azure"] = "azure-openai",
        ["azure_text"] = "azure-openai",
        ["bedrock_converse"] = "bedrock",
        ["text-completion-openai"] = "openai",
        ["cohere_chat"] = "cohere",
        ["together_ai"] = "together",
        ["fireworks_ai"] = "fireworks",
        ["fireworks_ai-embedding-models"] = "fireworks",
        ["ollama_chat"] = "ollama",
    };

    public static PriceBookReading Read(JsonElement root)
    {
        var entries = root.EnumerateObject().Where(entry => entry.Name != "sample_spec").Select(Entry).ToList();
        var priced = entries.OfType<Priced>().ToList();
        return priced.Count == 0
            ? PriceBookReading.Of(new("$", "has neither 'providers' nor LiteLLM entries with 'litellm_provider' and token prices"))
            : new(new PriceBook([.. priced.GroupBy(entry => entry.Provider).Select(List)], updated: null), [], entries.Count - priced.Count);
    }

    private static PriceList List(IGrouping<string, Priced> entries) => new(
        [entries.Key],
        entries.GroupBy(entry => entry.Model, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.First().Price),
        new Dictionary<string, string>());

    private static Priced? Entry(JsonProperty entry)
    {
        if (entry.Value.ValueKind != JsonValueKind.Object
            || !entry.Value.TryGetProperty("litellm_provider", out var named) || named.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var theirs = named.GetString()!;
        var ours = theirs.StartsWith("vertex_ai", StringComparison.Ordinal) ? "vertex" : OurNames.GetValueOrDefault(theirs, theirs);
        return Price(entry.Value, ours) is { } price ? new Priced(ours, WithoutProvider(entry.Name, theirs), price) : null;
    }

    /// <summary>The part of the key that the provider itself would call the model.</summary>
    private static string WithoutProvider(string key, string provider)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && provider.StartsWith(key[..slash], StringComparison.OrdinalIgnoreCase) ? key[(slash + 1)..] : key;
    }

    private static ModelPrice? Price(JsonElement entry, string provider)
    {
        var listed = Prices(entry, "");
        var tiers = Suffixes(entry).Select(above => new PriceTier(above * 1000, Prices(entry, $"_above_{above}k_tokens"))).Concat(Ranges(entry)).ToList();
        var boundary = provider == "xai" ? TierBoundary.Inclusive : TierBoundary.Exclusive;
        var lowest = listed.IsEmpty && tiers.Count > 0 ? tiers[0].Prices : listed;
        return lowest.IsEmpty ? null : new ModelPrice(lowest, tiers, boundary);
    }

    private static ListedPrices Prices(JsonElement from, string suffix) => new()
    {
        Input = PerMillion(from, "input_cost_per_token" + suffix),
        Output = PerMillion(from, "output_cost_per_token" + suffix),
        CacheRead = PerMillion(from, "cache_read_input_token_cost" + suffix),
        CacheWrite = PerMillion(from, "cache_creation_input_token_cost" + suffix),
        CacheWrite1h = PerMillion(from, "cache_creation_input_token_cost_above_1hr" + suffix),
        Reasoning = PerMillion(from, "output_cost_per_reasoning_token" + suffix),
        InputAudio = PerMillion(from, "input_cost_per_audio_token" + suffix),
        OutputAudio = PerMillion(from, "output_cost_per_audio_token" + suffix),
    };

    /// <summary>The thousands of <c>…_above_200k_tokens</c> that the entry's own members name.</summary>
    private static IEnumerable<long> Suffixes(JsonElement entry) => entry.EnumerateObject()
        .Select(member => AboveTokens().Match(member.Name))
        .Where(match => match.Success)
        .Select(match => long.Parse(match.Groups["thousands"].ValueSpan, CultureInfo.InvariantCulture))
        .Distinct();

    /// <summary><c>tiered_pricing</c>: ranges of input tokens; the range that a call falls into prices all of it.</summary>
    private static IEnumerable<PriceTier> Ranges(JsonElement entry)
    {
        if (!entry.TryGetProperty("tiered_pricing", out var ranges) || ranges.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return ranges.EnumerateArray()
            .Where(tier => tier.ValueKind == JsonValueKind.Object)
            .Select(tier => (Tier: tier, From: From(tier)))
            .Where(tier => tier.From is not null)
            .OrderBy(tier => tier.From)
            .Select(tier => new PriceTier(tier.From!.Value, Prices(tier.Tier, "")));
    }

    private static long? From(JsonElement tier) =>
        tier.TryGetProperty("range", out var range) && range.ValueKind == JsonValueKind.Array && range.GetArrayLength() > 0
        && PriceMembers.Number(range[0]) is >= 0 and <= int.MaxValue and { } from
            ? (long)from
            : null;

    private static decimal? PerMillion(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && PriceMembers.Number(value) is >= 0 and < PriceMembers.Highest and { } perToken
        && perToken * TokensPerMillion is var perMillion and <= PriceMembers.Highest
            ? perMillion
            : null;

    [GeneratedRegex(@"^(?:input|output|cache)_.*_above_(?<thousands>\d{1,6})k_tokens$")]
    private static partial Regex AboveTokens();

    private sealed record Priced(string Provider, string Model, ModelPrice Price);
}
