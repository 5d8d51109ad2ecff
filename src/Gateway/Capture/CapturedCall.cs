using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>A call that has ended and been read, before its tokens are counted and priced.</summary>
/// <param name="Provider">Names the price list.</param>
/// <param name="Operation">Of its wire format.</param>
/// <param name="RequestModel">What was asked for.</param>
/// <param name="ResponseModel">What answered, where the answer says so.</param>
/// <param name="Request">What the request said.</param>
/// <param name="Answer">What the answer said; null when there was none that we can read.</param>
/// <param name="End">How it ended.</param>
internal readonly record struct CapturedCall(
    string Provider, string Operation, string? RequestModel, string? ResponseModel, RequestReading Request, AnswerReading? Answer, CallEnd End);
