namespace Gateway.Alerting.Calls;

/// <summary>Outcome and status of a call whose history knows only one of them.</summary>
internal static class ImportedOutcome
{
    public static CallOutcome Of(int? status) => status switch
    {
        0 => CallOutcome.ClientCancelled,
        429 => CallOutcome.RateLimited,
        529 => CallOutcome.Overloaded,
        >= 400 and < 500 => CallOutcome.ClientError,
        >= 500 => CallOutcome.ServerError,
        _ => CallOutcome.Success,
    };

    public static int StatusOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.ClientError => 400,
        CallOutcome.RateLimited => 429,
        CallOutcome.Overloaded => 529,
        CallOutcome.ServerError => 500,
        CallOutcome.Timeout => 504,
        CallOutcome.ConnectionError => 502,
        CallOutcome.ClientCancelled => 0,
        _ => 200,
    };
}
