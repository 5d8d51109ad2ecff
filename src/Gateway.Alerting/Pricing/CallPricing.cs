using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Pricing;

/// <summary>What a call cost, by whoever knows best.</summary>
public static class CallPricing
{
    /// <summary>What the provider says it charged wins over any list; a negative sum is not believed.</summary>
    public static CallCost Price(
        this IPriceBook prices, NanoUsd? reported, string provider, string? responseModel, string? requestModel, in TokenUsage tokens) =>
        reported is { Value: >= 0 } charged
            ? new CallCost(charged, PriceStatus.ProviderReported)
            : prices.Price(provider, responseModel, requestModel, tokens);
}
