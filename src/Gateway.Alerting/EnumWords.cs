using System.Collections.Frozen;
using System.Text.Json;

namespace Gateway.Alerting;

/// <summary>The words that JSON and URLs use for the values of an enum: snake_case, as <see cref="GatewayJson"/> writes them.</summary>
public static class EnumWords
{
    /// <summary>All words, for messages.</summary>
    public static string Allowed<T>()
        where T : struct, Enum => Words<T>.Allowed;

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The words only: neither numbers nor another case.</summary>
    public static bool TryParse<T>(string? word, out T value)
        where T : struct, Enum
    {
        value = default;
        return word is not null && Words<T>.Values.TryGetValue(word, out value);
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(Of, StringComparer.Ordinal);

        public static readonly string Allowed = string.Join(", ", Enum.GetValues<T>().Select(Of));
    }
}
