using Gateway.Alerting.Calls;
using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>A call that has ended and been read, before its tokens are completed and priced.</summary>
/// <param name="Call">Everything but tokens and cost.</param>
/// <param name="Request">What the request said.</param>
/// <param name="Answer">What the answer said; null when there was none that we can read.</param>
/// <param name="IsRead">The request only looked something up or removed it (GET, DELETE and the like): no tokens were bought.</param>
internal sealed record CapturedCall(LlmCall Call, RequestReading Request, AnswerReading? Answer, bool IsRead);
