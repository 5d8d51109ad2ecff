using System.Globalization;
using System.Text;

namespace Gateway.Alerting.Delivery.Messages;

/// <summary>Makes a stranger's words safe to put into any message: of bounded length, without control characters and without tricks of direction.</summary>
internal static class PlainText
{
    /// <summary>Longer texts are cut before anything else is done with them.</summary>
    public const int Longest = 4000;

    /// <summary>One line: whatever breaks or blanks becomes one blank.</summary>
    public static string Line(string? text) => Clean(text, keepLines: false);

    /// <summary>The same with its line breaks.</summary>
    public static string Lines(string? text) => Clean(text, keepLines: true);

    /// <summary>http and https only: any other scheme in a message is a trap.</summary>
    public static Uri? Link(string? url) =>
        url?.Length <= Longest && Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is ("https" or "http") ? link : null;

    private static string Clean(string? text, bool keepLines)
    {
        var clean = new StringBuilder();
        foreach (var rune in Cut.To(text ?? "", Longest).EnumerateRunes())
        {
            if (keepLines && rune.Value == '\n')
            {
                clean.Length -= clean.Length > 0 && clean[^1] == ' ' ? 1 : 0;
                clean.Append('\n');
            }
            else if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                AppendBlank(clean);
            }
            else if (!TurnsDirection(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    private static void AppendBlank(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] is not (' ' or '\n'))
        {
            text.Append(' ');
        }
    }

    /// <summary>Overrides, embeddings and isolates: they would turn the words around them. Right-to-left letters need none of them.</summary>
    private static bool TurnsDirection(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
