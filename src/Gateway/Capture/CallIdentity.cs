using System.Buffers;
using System.Text;
using Gateway.Dialects;
using Microsoft.Extensions.Primitives;

namespace Gateway.Capture;

/// <summary>Who a call is for. Headers win over the body, our own names over those of other gateways. Every value is bounded and free of control characters.</summary>
internal sealed record CallIdentity(string? User, string? Team, string? Session, IReadOnlyList<string> Tags)
{
    /// <summary>Characters of one value.</summary>
    public const int MaxLength = 128;

    public const int MaxTags = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static CallIdentity OfHeaders(IHeaderDictionary headers, CaptureOptions options) => new(
        First(headers, options.UserHeader, "x-litellm-customer-id", "x-litellm-end-user-id", "Helicone-User-Id"),
        First(headers, options.TeamHeader),
        First(headers, options.SessionHeader, "Helicone-Session-Id"),
        ReadTags(headers, options));

    /// <summary>With what the body says where no header said it.</summary>
    public CallIdentity Or(RequestReading request) => request is { User: null, Tags.Count: 0 }
        ? this
        : this with { User = User ?? Clean(request.User), Tags = Tags.Count > 0 ? Tags : Bound(request.Tags) };

    private static string? First(IHeaderDictionary headers, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (headers.TryGetValue(name, out var values) && Clean(Decode(values)) is { } value)
                return value;
        }

        return null;
    }

    private static IReadOnlyList<string> ReadTags(IHeaderDictionary headers, CaptureOptions options)
    {
        foreach (var name in (ReadOnlySpan<string>)[options.TagsHeader, "x-litellm-tags"])
        {
            if (headers.TryGetValue(name, out var values) && Bound(Decode(values)?.Split(',') ?? []) is { Count: > 0 } tags)
                return tags;
        }

        return [];
    }

    private static IReadOnlyList<string> Bound(IReadOnlyList<string> tags) =>
        tags.Count == 0 ? [] : [.. tags.Select(Clean).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxTags)];

    /// <summary>Header bytes arrive as Latin-1, so that they pass unchanged; what people write in them is UTF-8.</summary>
    private static string? Decode(StringValues values)
    {
        var text = values.ToString();
        if (text.Length > 8 * MaxLength * MaxTags || !text.AsSpan().ContainsAnyInRange('\u0080', '\u00ff') || text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
            return text;
        var bytes = Encoding.Latin1.GetBytes(text);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : text;
    }

    private static string? Clean(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var text = value.AsSpan().Trim();
        text = text.Length > MaxLength ? text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] : text;
        if (text.IndexOfAny(ControlCharacters) < 0)
            return text.Length == value.Length ? value : text.ToString();
        var clean = new string([.. text.ToString().Where(c => !char.IsControl(c))]);
        return clean.Length == 0 ? null : clean;
    }

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl)]);
}
