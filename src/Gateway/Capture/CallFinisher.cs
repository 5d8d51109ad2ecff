using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Telemetry;
using Gateway.Dialects.Estimation;

namespace Gateway.Capture;

/// <summary>Counts tokens that the provider did not state, and prices the call. Too heavy for the request path.</summary>
internal sealed class CallFinisher(IPriceBook prices, TokenEstimator estimator, SystemHealth health)
{
    public (TokenUsage Tokens, CallCost Cost) Finish(in CapturedCall call)
    {
        var tokens = Tokens(call);
        if (estimator.LoadFault is { } fault)
        {
            health.Report(HealthParts.TokenEstimates, HealthState.Degraded, $"the vocabulary cannot be loaded ({fault.Message}): tokens that a provider does not state are estimated from bytes alone");
        }

        return (tokens, Cost(call, tokens));
    }

    private CallCost Cost(in CapturedCall call, in TokenUsage tokens)
    {
        if (call.Answer?.ReportedCost is { } reported)
        {
            return new(reported, PriceStatus.ProviderReported);
        }

        if (call.End.IsRead)
        {
            // Listing models and the like costs nothing, and no price could say so.
            return new(NanoUsd.Zero, PriceStatus.Priced);
        }

        // A call that succeeded used something. Where nobody knows how much, its cost is unknown, not 0.
        return call.End.Outcome == CallOutcome.Success && tokens.Source == TokenSource.None
            ? CallCost.Unpriced
            : prices.Price(call.Provider, call.ResponseModel, call.RequestModel, tokens);
    }

    private TokenUsage Tokens(in CapturedCall call) => call.Answer is { } answer
        ? UsageFallback.Complete(estimator, call.Request, answer, call.End.Status is >= 200 and < 300 && call.Operation != "other")
        : default;
}
