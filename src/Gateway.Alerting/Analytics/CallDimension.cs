namespace Gateway.Alerting.Analytics;

/// <summary>What analytics can split and filter calls by.</summary>
public enum CallDimension
{
    Provider,

    /// <summary>What answered, or what was asked for when nothing answered.</summary>
    Model,
    ApiKey,
    User,
    Team,

    /// <summary>A call counts for each of its tags. Kept by hour, and apart from every other dimension.</summary>
    Tag,
    Route,
}
