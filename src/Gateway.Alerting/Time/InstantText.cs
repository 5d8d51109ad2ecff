using System.Globalization;

namespace Gateway.Alerting.Time;

/// <summary>Instants as people and programs write them: RFC 3339 with any offset, or a date, which means its midnight in UTC.</summary>
public static class InstantText
{
    /// <summary>What is allowed, to end a sentence with.</summary>
    public const string Allowed = "an RFC 3339 time such as \"2026-03-14T09:30:00Z\" or a date such as \"2026-03-14\"";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd",
    ];

    /// <summary>Without an offset the time is taken as UTC. Digits beyond a ten-millionth of a second are cut off.</summary>
    public static bool TryParse(string? text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        CutFraction(text?.Trim() ?? ""),
        Formats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out instant);

    /// <summary>Python and Go write up to nine digits; .NET reads seven.</summary>
    private static string CutFraction(string text)
    {
        const int digits = 7;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return text;

        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;

        return end - dot - 1 <= digits ? text : text[..(dot + 1 + digits)] + text[end..];
    }
}
