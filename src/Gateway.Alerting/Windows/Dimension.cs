using System.Diagnostics.CodeAnalysis;
using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Windows;

/// <summary>Something calls can be grouped and filtered by. There is one instance for each fixed name; <c>tag:&lt;name&gt;</c> is made as needed.</summary>
public sealed record Dimension
{
    private const string TagPrefix = "tag:";
    private const string ApiKeyName = "api_key";

    /// <summary>No header, body or path can hold it unescaped.</summary>
    private const char IdentityMark = '\u001f';

    /// <summary>Shown and compared where a call has no value of its own.</summary>
    public const string NoValue = "(none)";

    private static readonly Dictionary<string, Func<LlmCall, string?>> Fixed = new(StringComparer.Ordinal)
    {
        ["provider"] = call => call.Provider,
        ["model"] = call => call.Model,
        ["route"] = call => call.Route,
        [ApiKeyName] = call => call.ApiKey,
        ["user"] = call => call.User,
        ["team"] = call => call.Team,
        ["session"] = call => call.Session,
    };

    private static readonly Dictionary<string, Func<LlmCall, string?>> FilterOnly = new(StringComparer.Ordinal)
    {
        ["operation"] = call => call.Operation,
        ["streaming"] = call => call.Streaming ? "true" : "false",
    };

    /// <summary>What the stored minute sums are split by.</summary>
    private static readonly string[] InSums = ["provider", "model", "route", "api_key", "user", "team"];

    private readonly Func<LlmCall, string?> _of;

    private Dimension(string name, Func<LlmCall, string?> of)
    {
        Name = name;
        _of = of;
    }

    public string Name { get; }

    /// <summary>Whether the stored minute sums know it.</summary>
    public bool IsInSums => InSums.Contains(Name);

    /// <summary>Identity of all values there is no room for: shown as <c>other</c>, and yet not the same as a value of that name.</summary>
    public static string Other { get; } = $"other{IdentityMark}";

    /// <summary>Names that <c>group_by</c> takes, for messages.</summary>
    public static IReadOnlyList<string> GroupNames { get; } = [.. Fixed.Keys, "tag:<name>"];

    /// <summary>Names that <c>filter</c> takes, for messages.</summary>
    public static IReadOnlyList<string> FilterNames { get; } = [.. Fixed.Keys, "tag", .. FilterOnly.Keys];

    public static bool TryGroup(string name, [NotNullWhen(true)] out Dimension? dimension)
    {
        dimension = Fixed.TryGetValue(name, out var of) ? new(name, of) : TryTag(name);
        return dimension is not null;
    }

    public static bool TryFilter(string name, [NotNullWhen(true)] out Dimension? dimension)
    {
        dimension = name == "tag" ? new(name, _ => null)
            : FilterOnly.TryGetValue(name, out var of) ? new(name, of)
            : TryGroup(name, out var group) ? group : null;
        return dimension is not null;
    }

    /// <summary>As people see it and filters match it.</summary>
    public string ValueOf(LlmCall call) => _of(call) ?? NoValue;

    /// <summary>As groups are told apart: two API keys that look alike stay two. <see cref="Shown"/> makes it what people see.</summary>
    public string IdentityOf(LlmCall call) =>
        Name == ApiKeyName && call.ApiKeyId is { } id ? $"{ValueOf(call)}{IdentityMark}{id}" : ValueOf(call);

    /// <summary>The part of an identity that is for people.</summary>
    public static string Shown(string identity) =>
        identity.IndexOf(IdentityMark) is >= 0 and var mark ? identity[..mark] : identity;

    /// <summary>Whether the value, or for <c>tag</c> any of the call's tags, satisfies the test.</summary>
    public bool AnyValue(LlmCall call, Func<string, bool> test) => Name == "tag" ? call.Tags.Any(test) : test(ValueOf(call));

    public bool Equals(Dimension? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary><c>tag:env</c> reads <c>prod</c> from a call tagged <c>env:prod</c> or <c>env=prod</c>.</summary>
    private static Dimension? TryTag(string name)
    {
        if (!name.StartsWith(TagPrefix, StringComparison.Ordinal) || name.Length == TagPrefix.Length)
        {
            return null;
        }

        var key = name[TagPrefix.Length..];
        return new(name, call => call.Tags
            .Where(tag => tag.Length > key.Length && tag.StartsWith(key, StringComparison.Ordinal) && tag[key.Length] is (':' or '='))
            .Select(tag => tag[(key.Length + 1)..])
            .FirstOrDefault());
    }
}
