using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Telemetry;
using Gateway.Dialects.Estimation;

namespace Gateway.Capture;

/// <summary>Counts tokens that the provider did not state, and prices the call. Too heavy for the request path.</summary>
internal sealed class CallFinisher(IPriceBook prices, TokenEstimator estimator, SystemHealth health)
{
    public LlmCall Finish(CapturedCall captured)
    {
        var tokens = Tokens(captured);
        if (estimator.LoadFault is { } fault)
        {
            health.Report(HealthParts.TokenEstimates, HealthState.Degraded, $"the vocabulary cannot be loaded ({fault.Message}): tokens that a provider does not state are estimated from bytes alone");
        }

        return captured.Call with { Tokens = tokens, Cost = Cost(captured, tokens) };
    }

    private CallCost Cost(CapturedCall captured, in TokenUsage tokens)
    {
        var call = captured.Call;
        if (captured.Answer?.ReportedCost is { } reported)
        {
            return new(reported, PriceStatus.ProviderReported);
        }

        if (captured.IsRead)
        {
            // Listing models and the like costs nothing, and no price could say so.
            return new(NanoUsd.Zero, PriceStatus.Priced);
        }

        // A call that succeeded used something. Where nobody knows how much, its cost is unknown, not 0.
        return call.Outcome == CallOutcome.Success && tokens.Source == TokenSource.None
            ? CallCost.Unpriced
            : prices.Price(call.Provider, call.ResponseModel, call.RequestModel, tokens);
    }

    private TokenUsage Tokens(CapturedCall captured) => captured.Answer is { } answer
        ? UsageFallback.Complete(estimator, captured.Request, answer, captured.Call.StatusCode is >= 200 and < 300 && captured.Call.Operation != "other")
        : default;
}
