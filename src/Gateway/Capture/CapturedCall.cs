using Gateway.Alerting.Calls;
using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>A call that has ended, before the work that must not happen on the request path: estimating, pricing, hashing.</summary>
/// <param name="Call">Everything but tokens, cost and key.</param>
/// <param name="Request">What the request said.</param>
/// <param name="Answer">What the answer said; null when there was none that we can read.</param>
/// <param name="IsRead">The request only looked something up or removed it (GET, DELETE and the like): no tokens were bought.</param>
/// <param name="Key">The API key in clear. Goes no further than the pump; excluded from any printed form.</param>
internal sealed record CapturedCall(LlmCall Call, RequestReading Request, AnswerReading? Answer, bool IsRead, string? Key)
{
    public override string ToString() => $"{Call.Provider} {Call.Operation} {Call.Id}";
}
