using System.IO.Enumeration;
using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>
/// A condition's <c>filter</c>: every named dimension must match its glob (<c>*</c> any run, <c>?</c> any one character; case does not matter).
/// Matchers that say the same are equal, however they were written down.
/// </summary>
public sealed class CallMatcher : IEquatable<CallMatcher>
{
    private readonly (Dimension Dimension, string Glob)[] _parts;
    private readonly string _text;
    private readonly int _hash;

    public CallMatcher(IEnumerable<KeyValuePair<Dimension, string>> parts)
    {
        _parts = [.. parts.Select(part => (part.Key, part.Value)).OrderBy(part => part.Key.Name, StringComparer.Ordinal)];
        _text = string.Join(", ", _parts.Select(part => $"{part.Dimension.Name}={part.Glob}"));
        _hash = _text.GetHashCode(StringComparison.Ordinal);
    }

    public static CallMatcher All { get; } = new([]);

    public IEnumerable<Dimension> Dimensions => _parts.Select(part => part.Dimension);

    /// <summary>A value that holds a <c>*</c> of its own (no model does) is matched by it too.</summary>
    public bool Matches(LlmCall call)
    {
        foreach (var (dimension, glob) in _parts)
        {
            if (!dimension.AnyValue(call, value => FileSystemName.MatchesSimpleExpression(glob, value)))
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(CallMatcher? other) => other is not null && (ReferenceEquals(this, other) || _text == other._text);

    public override bool Equals(object? obj) => Equals(obj as CallMatcher);

    public override int GetHashCode() => _hash;

    /// <summary>Such as <c>model=gpt-*, user=ann</c>; empty for all calls.</summary>
    public override string ToString() => _text;
}
