namespace Gateway.Alerting.Analytics;

/// <summary>Which sums of calls a question needs: those it does not need are not read, and are 0 in the answer. How many calls there are is always told.</summary>
[Flags]
public enum CallSumParts
{
    Calls = 0,

    /// <summary>Errors, failures and their kinds.</summary>
    Outcomes = 1,
    Tokens = 2,

    /// <summary>With the calls that have no price.</summary>
    Cost = 4,

    /// <summary>Sum and maximum.</summary>
    Latency = 8,
    Ttft = 16,
    All = Outcomes | Tokens | Cost | Latency | Ttft,
}
