using System.Text.Json;

namespace Gateway.Alerting.Windows;

/// <summary>One group's values in the order of its grouping. Compared by value.</summary>
public readonly struct GroupKey : IEquatable<GroupKey>
{
    private readonly string[]? _values;
    private readonly int _hash;

    public GroupKey(string[] values)
    {
        _values = values;
        var hash = default(HashCode);
        foreach (var value in values)
        {
            hash.Add(value, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>The one group of a rule that is not split.</summary>
    public static GroupKey Whole => default;

    public IReadOnlyList<string> Values => _values ?? [];

    /// <summary>For storage: empty for the whole, else a JSON array.</summary>
    public override string ToString() => _values is null ? "" : JsonSerializer.Serialize(_values, GatewayJson.Options);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static GroupKey Parse(string text) =>
        text.Length == 0 ? Whole : new(JsonSerializer.Deserialize<string[]>(text, GatewayJson.Options) ?? []);

    public bool Equals(GroupKey other) => _hash == other._hash && (_values ?? []).AsSpan().SequenceEqual(other._values ?? []);

    public override bool Equals(object? obj) => obj is GroupKey other && Equals(other);

    public override int GetHashCode() => _hash;

    public static bool operator ==(GroupKey left, GroupKey right) => left.Equals(right);

    public static bool operator !=(GroupKey left, GroupKey right) => !left.Equals(right);
}
