using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;

/// <summary>The place of a node in the logic: <c>logic.conditions[1].conditions[0]</c>.</summary>
internal static partial class NodePath
{
    public const string Root = "logic";

    public static string Of(IEnumerable<int> places) =>
        places.Aggregate(Root, (path, place) => string.Create(CultureInfo.InvariantCulture, $"{path}.conditions[{place}]"));

    /// <returns>The place among its siblings at each depth; empty for the root, null when it is no such path.</returns>
    public static IReadOnlyList<int>? Parse(string path) => Form().Match(path) is { Success: true } match
        ? [.. match.Groups[1].Captures.Select(place => int.Parse(place.Value, CultureInfo.InvariantCulture))]
        : null;

    /// <summary>The element that shows a field.</summary>
    public static string Id(string field) => "f-" + NotId().Replace(field, "-");

    [GeneratedRegex(@"\Alogic(?:\.conditions\[(\d{1,3})\])*\z")]
    private static partial Regex Form();

    [GeneratedRegex("[^a-zA-Z0-9_]+")]
    private static partial Regex NotId();
}
