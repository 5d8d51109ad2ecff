using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>The dimensions of a rule's <c>group_by</c>, in their order. Compared by their names.</summary>
public sealed class Grouping(IReadOnlyList<Dimension> dimensions) : IEquatable<Grouping>
{
    private readonly int _hash = dimensions.Aggregate(dimensions.Count, HashCode.Combine);

    public static Grouping None { get; } = new([]);

    public IReadOnlyList<Dimension> Dimensions => dimensions;

    /// <summary>The group that takes in the calls of all groups there is no room for.</summary>
    public GroupKey Other { get; } = new([.. dimensions.Select(_ => Dimension.Other)]);

    public GroupKey KeyOf(LlmCall call)
    {
        if (dimensions.Count == 0)
        {
            return GroupKey.Whole;
        }

        var values = new string[dimensions.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = dimensions[i].IdentityOf(call);
        }

        return new(values);
    }

    /// <summary>Dimension names with the group's values, as alerts show them.</summary>
    public IReadOnlyDictionary<string, string> Describe(GroupKey key) =>
        dimensions.Zip(key.Values).ToDictionary(pair => pair.First.Name, pair => Dimension.Shown(pair.Second));

    public bool Equals(Grouping? other) => other is not null && (ReferenceEquals(this, other) || dimensions.SequenceEqual(other.Dimensions));

    public override bool Equals(object? obj) => Equals(obj as Grouping);

    public override int GetHashCode() => _hash;
}
