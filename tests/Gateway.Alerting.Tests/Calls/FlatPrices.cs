using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Calls;

/// <summary>A nano-dollar a token for models that begin with "known".</summary>
internal sealed class FlatPrices : IPriceBook
{
    public CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens) =>
        (responseModel ?? requestModel)?.StartsWith("known", StringComparison.Ordinal) == true
            ? new CallCost(new NanoUsd(tokens.Total), PriceStatus.Priced)
            : CallCost.Unpriced;
}
