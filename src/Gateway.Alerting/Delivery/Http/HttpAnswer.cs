namespace Gateway.Alerting.Delivery.Http;

/// <summary>How a receiver answered.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="RetryAfter">How long it asked to be left alone; null when it did not.</param>
/// <param name="Body">The beginning of a refusal's body, empty for a yes. A stranger's words: only what a channel recognises gets into an error.</param>
internal sealed record HttpAnswer(int StatusCode, TimeSpan? RetryAfter, string Body)
{
    /// <summary>The usual meaning of a status, for services with a documented API: most 4xx will be the same next time.</summary>
    /// <param name="said">What the service said to a refusal, for the error.</param>
    public DeliveryOutcome Judge(string? said = null) => StatusCode switch
    {
        >= 200 and < 300 => DeliveryOutcome.Delivered(StatusCode),
        408 or 425 or 429 or >= 500 => new(DeliveryResult.Retryable, StatusCode, Error("answered", said), RetryAfter),
        >= 400 => new(DeliveryResult.Rejected, StatusCode, Error("refused it with", said)),
        _ => new(DeliveryResult.Retryable, StatusCode, $"the receiver redirects ({StatusCode}); redirects are not followed"),
    };

    private string Error(string verb, string? said) => $"the receiver {verb} {StatusCode}" + (string.IsNullOrEmpty(said) ? "" : $": {said}");
}
