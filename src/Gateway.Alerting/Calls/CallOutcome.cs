namespace Gateway.Alerting.Calls;

/// <summary>How a call ended. Every finished call has exactly one.</summary>
/// <remarks>The stored numbers are part of the database format: append only.</remarks>
public enum CallOutcome
{
    Success = 0,

    /// <summary>4xx other than 429.</summary>
    ClientError = 1,
    RateLimited = 2,

    /// <summary>529, or the provider's own word for "too busy".</summary>
    Overloaded = 3,
    ServerError = 4,

    /// <summary>The provider did not answer, or stopped sending, for longer than the activity timeout.</summary>
    Timeout = 5,
    ConnectionError = 6,

    /// <summary>An error inside an answer that began with 200.</summary>
    StreamError = 7,

    /// <summary>The stream ended without its terminal event.</summary>
    StreamTruncated = 8,
    ClientCancelled = 9,
}

public static class CallOutcomes
{
    /// <summary>Counted by <c>errors</c> and <c>error_rate</c>: everything that is not the caller's doing.</summary>
    public static bool IsError(this CallOutcome outcome) =>
        outcome is not (CallOutcome.Success or CallOutcome.ClientError or CallOutcome.ClientCancelled);

    /// <summary>Counted by <c>failures</c> and <c>failure_rate</c>: everything that did not give the caller an answer.</summary>
    public static bool IsFailure(this CallOutcome outcome) =>
        outcome is not (CallOutcome.Success or CallOutcome.ClientCancelled);
}
