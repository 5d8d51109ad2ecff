using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Pricing;

/// <summary>How a list makes a call's price, for people. By the prices of now: a call keeps the cost that it had when it ended.</summary>
/// <param name="Provider">Whose list.</param>
/// <param name="Model">The entry that prices the call; <see cref="PriceList.AnyModel"/> stands for all that are not listed.</param>
/// <param name="AboveInputTokens">The tier that the call's whole input falls into; null for the base prices.</param>
/// <param name="Lines">The buckets that the call used.</param>
/// <param name="Cost">Their sum, rounded once.</param>
public sealed record PriceExplanation(string Provider, string Model, long? AboveInputTokens, IReadOnlyList<PriceLine> Lines, CallCost Cost);

/// <summary>One bucket of a call.</summary>
/// <param name="Bucket">As the API names it, such as <c>cache_read</c>; <c>text_output</c> is what is left of <c>output</c>.</param>
/// <param name="Tokens">More than 0.</param>
/// <param name="DollarsPerMillion">Null where no price is known.</param>
public sealed record PriceLine(string Bucket, long Tokens, decimal? DollarsPerMillion)
{
    /// <summary>Not rounded.</summary>
    public decimal? Dollars => Tokens * DollarsPerMillion / 1_000_000m;
}

/// <summary>Says how prices are made.</summary>
public interface IPriceExplainer
{
    /// <summary>The day that the prices are of, when their file says it.</summary>
    DateOnly? Updated { get; }

    /// <summary>Null when no list has a price for the call's model.</summary>
    PriceExplanation? Explain(LlmCall call);
}
