using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// What one model costs. Immutable. A tier is chosen by the call's whole input, cache parts and audio included, and prices the whole call:
/// input, output, everything, not only the tokens beyond its boundary.
/// </summary>
public sealed class ModelPrice
{
    private readonly TokenRates _base;
    private readonly (long From, long Above, TokenRates Rates)[] _tiersLongestFirst;

    /// <param name="listed">The prices of a call in no tier.</param>
    /// <param name="tiers">Each over the base prices; any order.</param>
    /// <param name="boundary">Whether the boundary itself is in the tier.</param>
    public ModelPrice(ListedPrices listed, IEnumerable<PriceTier>? tiers = null, TierBoundary boundary = TierBoundary.Exclusive)
    {
        _base = new TokenRates(listed);
        var first = boundary == TierBoundary.Inclusive ? 0 : 1;
        _tiersLongestFirst = [.. (tiers ?? [])
            .OrderByDescending(tier => tier.AboveInputTokens)
            .Select(tier => (tier.AboveInputTokens + first, tier.AboveInputTokens, new TokenRates(tier.Prices.Over(listed))))];
    }

    public CallCost Price(in TokenUsage tokens) => RatesFor(tokens.Input).Rates.Price(tokens);

    /// <returns>The tier's number of input tokens (null for the base prices), and the buckets with their prices.</returns>
    public (long? AboveInputTokens, IReadOnlyList<PriceLine> Lines) Explain(in TokenUsage tokens)
    {
        var (above, rates) = RatesFor(tokens.Input);
        return (above, rates.Lines(tokens));
    }

    private (long? Above, TokenRates Rates) RatesFor(long input)
    {
        foreach (var (from, above, rates) in _tiersLongestFirst)
        {
            if (input >= from)
            {
                return (above, rates);
            }
        }

        return (null, _base);
    }
}

/// <summary>The prices of calls whose whole input is above a number of tokens.</summary>
public sealed record PriceTier(long AboveInputTokens, ListedPrices Prices);

/// <summary>Whether a call of exactly the tier's number of input tokens is in the tier.</summary>
public enum TierBoundary
{
    /// <summary>It is not: strictly more is. The rule nearly everywhere.</summary>
    Exclusive,

    /// <summary>It is: xAI's rule.</summary>
    Inclusive,
}
