using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>The dimensions of a rule's <c>group_by</c>, in their order. Compared by their names.</summary>
public sealed class Grouping(IReadOnlyList<Dimension> dimensions) : IEquatable<Grouping>
{
    public static Grouping None { get; } = new([]);

    public IReadOnlyList<Dimension> Dimensions => dimensions;

    public GroupKey KeyOf(LlmCall call) => dimensions switch
    {
        [] => GroupKey.Whole,
        [var only] => new([only.ValueOf(call)]),
        _ => new([.. dimensions.Select(dimension => dimension.ValueOf(call))]),
    };

    /// <summary>Dimension names with the group's values, as alerts show them.</summary>
    public IReadOnlyDictionary<string, string> Describe(GroupKey key) =>
        dimensions.Zip(key.Values).ToDictionary(pair => pair.First.Name, pair => pair.Second);

    public bool Equals(Grouping? other) => other is not null && dimensions.SequenceEqual(other.Dimensions);

    public override bool Equals(object? obj) => Equals(obj as Grouping);

    public override int GetHashCode() => dimensions.Aggregate(dimensions.Count, HashCode.Combine);
}
