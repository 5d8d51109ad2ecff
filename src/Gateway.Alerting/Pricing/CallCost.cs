namespace Gateway.Alerting.Pricing;

/// <summary>What a call cost, and how far that is known. <see cref="Amount"/> is null when it is not known: unknown is never 0.</summary>
public readonly record struct CallCost(NanoUsd? Amount, PriceStatus Status)
{
    public static CallCost Unpriced => new(null, PriceStatus.Unpriced);
}

/// <summary>How a call's cost came about.</summary>
/// <remarks>The stored numbers are part of the database format: append only.</remarks>
public enum PriceStatus
{
    /// <summary>No price is known for the model; counted by <c>unpriced_requests</c>.</summary>
    Unpriced = 0,
    Priced = 1,

    /// <summary>The provider said what it charged; that wins over any list.</summary>
    ProviderReported = 2,

    /// <summary>Some of the used buckets have no price; the amount covers the others and is a lower bound.</summary>
    Partial = 3,
}
