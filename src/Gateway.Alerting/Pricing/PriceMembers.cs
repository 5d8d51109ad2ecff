using System.Globalization;
using System.Text.Json;

namespace Gateway.Alerting.Pricing;

/// <summary>The members of the price schema that hold a price, in dollars per million tokens.</summary>
internal static class PriceMembers
{
    /// <summary>Above it somebody has typed another unit: the dearest model known charges 600.</summary>
    public const decimal Highest = 10_000;

    /// <summary>Below it (and not 0) somebody has typed dollars per token: the cheapest known charges 0.0028.</summary>
    public const decimal Lowest = 0.0001m;

    public static readonly string[] All =
        ["input", "output", "cache_read", "cache_write", "cache_write_1h", "reasoning", "input_audio", "output_audio"];

    public static ListedPrices Read(Func<string, decimal?> price) => new()
    {
        Input = price("input"),
        Output = price("output"),
        CacheRead = price("cache_read"),
        CacheWrite = price("cache_write"),
        CacheWrite1h = price("cache_write_1h"),
        Reasoning = price("reasoning"),
        InputAudio = price("input_audio"),
        OutputAudio = price("output_audio"),
    };

    /// <summary>A decimal in a string, or a JSON number; null for anything else.</summary>
    public static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when decimal.TryParse(
            value.GetString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) => written,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        _ => null,
    };

    /// <returns>Null when the price can be believed.</returns>
    public static string? WhatIsWrong(decimal? price) => price switch
    {
        null => "is not a price; write dollars per million tokens as a decimal, such as \"2.50\"",
        < 0 => "is negative; a price is 0 or more",
        > Highest => $"is above {Highest}; prices are dollars per million tokens",
        > 0 and < Lowest => $"is below {Lowest} and looks like dollars per token; prices are dollars per million tokens",
        _ => null,
    };
}
