using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Analytics;

/// <summary>Adds up the sums that are kept beside the calls. Reads see one instant; they cost about as much as the buckets they touch, not as the calls.</summary>
public interface ICallAnalytics
{
    /// <returns>One entry for each bucket and group that has calls.</returns>
    Task<IReadOnlyList<CallTotals>> ReadAsync(CallTotalsQuery query, CancellationToken cancellationToken);
}

/// <summary>Which calls to add up, and how they are split.</summary>
public sealed record CallTotalsQuery
{
    /// <summary>Where each bucket begins, ascending, and at last where the last one ends. In whole minutes, by tag whole hours: the one that the last bound cuts counts whole, any other for the bucket that begins in it.</summary>
    public required IReadOnlyList<DateTimeOffset> Bounds { get; init; }

    public CallDimension? GroupBy { get; init; }

    /// <summary>Every dimension must match its glob (<c>*</c> any run, <c>?</c> any one character; case of ASCII letters does not matter).</summary>
    public IReadOnlyDictionary<CallDimension, string> Filters { get; init; } = new Dictionary<CallDimension, string>();

    /// <summary>Only these groups, by <see cref="CallGroup.Id"/>; null means all.</summary>
    public IReadOnlyList<long>? Groups { get; init; }

    /// <summary>Which buckets are one, such as all mornings: a number for each bucket. Null when each is for itself.</summary>
    public IReadOnlyList<int>? Slots { get; init; }

    /// <summary>Which sums are wanted, and of latency and time to first token which quantiles.</summary>
    public CallSumParts Sums { get; init; } = CallSumParts.All;

    /// <summary>Whether quantiles are wanted. They are kept by provider and model only.</summary>
    public bool Quantiles { get; init; }

    /// <summary>Whether quantiles can be told for this split.</summary>
    public bool HasQuantiles => Filters.Keys.Append(GroupBy ?? CallDimension.Model).All(dimension => dimension is CallDimension.Provider or CallDimension.Model);
}

/// <summary>A value of the dimension that calls are split by.</summary>
/// <param name="Id">Tells groups apart: two API keys that look alike stay two.</param>
/// <param name="Value">What people see; null where the calls have none.</param>
public sealed record CallGroup(long Id, string? Value);

/// <summary>What the calls of one bucket and group add up to.</summary>
/// <param name="Bucket">Which of the buckets, or its slot.</param>
/// <param name="Group">Null when calls are not split.</param>
/// <param name="Sums">Additive but for the highest latency.</param>
/// <param name="Latency">Null when quantiles were not asked for or are not kept.</param>
/// <param name="Ttft">Likewise.</param>
public sealed record CallTotals(int Bucket, CallGroup? Group, CallSums Sums, QuantileSketch? Latency, QuantileSketch? Ttft)
{
    /// <summary>No calls.</summary>
    public static CallTotals None { get; } = new(0, null, new CallSums(), null, null);
}
