using System.Text;

namespace Gateway.Alerting.Delivery.Messages;

/// <summary>Shortens text to what a receiver takes, never in the middle of a character or of an escape.</summary>
internal static class Cut
{
    private const string Ellipsis = "…";

    /// <summary>At most so many UTF-16 units, which is never more than a receiver that counts characters counts.</summary>
    public static string To(string text, int most) => text.Length <= most ? text : To(text, most, rune => rune.ToString());

    /// <summary>Escapes and shortens: the escaped text has at most so many UTF-16 units and ends in … when something is missing.</summary>
    public static string To(string text, int most, Func<Rune, string> escape)
    {
        var escaped = new StringBuilder();
        var fits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(escape(rune));
            if (escaped.Length <= most - Ellipsis.Length)
            {
                fits = escaped.Length;
            }
            else if (escaped.Length > most)
            {
                return escaped.ToString(0, fits) + Ellipsis;
            }
        }

        return escaped.ToString();
    }
}
