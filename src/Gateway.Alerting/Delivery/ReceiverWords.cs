using System.Text.RegularExpressions;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery;

/// <summary>
/// What a receiver said of itself, inside an error: in quotation marks of its own, so that it can be taken out again. A receiver may stand in a
/// private network, and its words are only for those who may set up channels.
/// </summary>
public static partial class ReceiverWords
{
    private const int Longest = 300;

    /// <summary>For an error: one line, of bounded length.</summary>
    public static string Quote(string said) => $"“{Cut.To(PlainText.Line(said).Replace('“', '"').Replace('”', '"'), Longest)}”";

    /// <summary>The text without them.</summary>
    public static string? Hide(string? text) => text is null ? null : Quoted().Replace(text, "");

    [GeneratedRegex(":? ?“[^”]*”?")]
    private static partial Regex Quoted();
}
