using System.Text.Json.Nodes;

namespace Gateway.Scenarios.Stage;

/// <summary>Reads the API's answers as a program that knows only the documentation would.</summary>
internal static class Json
{
    /// <param name="node">An answer.</param>
    /// <param name="path">Member names with dots between them; numbers are positions.</param>
    public static JsonNode? At(this JsonNode node, string path)
    {
        JsonNode? at = node;
        foreach (var step in path.Split('.'))
        {
            at = at is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at?[step];
        }

        return at;
    }

    /// <returns>The text; "null" where there is none.</returns>
    public static string Text(this JsonNode node, string path) => node.At(path)?.ToString() ?? "null";

    public static long Whole(this JsonNode node, string path) => node.At(path)!.GetValue<long>();

    public static decimal Money(this JsonNode node, string path) => node.At(path)!.GetValue<decimal>();

    public static DateTimeOffset Instant(this JsonNode node, string path) => node.At(path)!.GetValue<DateTimeOffset>();

    public static IEnumerable<JsonNode> All(this JsonNode node, string path) => node.At(path)!.AsArray().Select(item => item!);
}
