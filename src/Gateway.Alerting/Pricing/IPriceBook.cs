using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Pricing;

/// <summary>Prices calls. Safe for concurrent use; never throws and never waits.</summary>
public interface IPriceBook
{
    /// <summary>
    /// Prices one call by its provider, the model that answered (then the model that was asked for) and its tokens.
    /// A call without any tokens costs 0 when its model has a price.
    /// </summary>
    CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens);
}
