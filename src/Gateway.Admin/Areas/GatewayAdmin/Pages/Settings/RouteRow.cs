using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Suppression;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;

/// <summary>One route as a row of the form; its texts are unchecked. Becomes the JSON of the API.</summary>
/// <param name="Place">Where it stands: rows are sorted by it.</param>
/// <param name="Priorities">Any of these; none is all.</param>
/// <param name="Labels">Such as <c>team=search, env=prod*</c>.</param>
/// <param name="Group">Such as <c>model=gpt-*</c>.</param>
/// <param name="Hours">When it applies; null for always.</param>
/// <param name="Channels">Ids.</param>
/// <param name="Continue">Whether later routes are looked at too.</param>
public sealed record RouteRow(double Place, IReadOnlyList<string> Priorities, string Labels, string Group, WindowText? Hours, IReadOnlyList<string> Channels, bool Continue)
{
    /// <summary>What the form offers to fill in.</summary>
    public static RouteRow Blank(int place) => new(place, [], "", "", null, [], false);

    public static RouteRow Of(Route route, int place) => new(
        place,
        [.. route.Match.Priorities.Select(EnumWords.Of)],
        Write(route.Match.Labels),
        Write(route.Match.Group),
        route.Match.Time is { } time ? WindowText.Of(time) : null,
        route.Channels,
        route.Continue);

    /// <summary>All rows of the form in their order, without those to be deleted and those with nothing in them.</summary>
    public static IReadOnlyList<RouteRow> Read(IFormCollection form) =>
    [
        .. Enumerable.Range(0, form["row"].Count)
            .Where(index => !form.ContainsKey($"r{index}.delete"))
            .Select(index => Read(form, $"r{index}.", index))
            .Where(row => !row.IsBlank)
            .OrderBy(row => row.Place),
    ];

    public static string ToJson(IEnumerable<RouteRow> rows, IEnumerable<string> standard) =>
        new JsonObject { ["routes"] = new JsonArray([.. rows.Select(row => row.ToJson())]), ["default"] = Node(standard) }.ToJsonString(GatewayJson.Options);

    /// <summary><c>a=b, c</c> → a: b, c: *.</summary>
    public static JsonObject Pairs(string text)
    {
        var pairs = new JsonObject();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pairs[equals < 0 ? part : part[..equals].Trim()] = equals < 0 ? "*" : part[(equals + 1)..].Trim();
        }

        return pairs;
    }

    private bool IsBlank => Priorities.Count + Channels.Count + Labels.Length + Group.Length == 0 && Hours is null;

    private JsonObject ToJson()
    {
        var match = new JsonObject();
        if (Priorities.Count > 0)
        {
            match["priority"] = Node(Priorities);
        }

        if (Labels.Length > 0)
        {
            match["labels"] = Pairs(Labels);
        }

        if (Group.Length > 0)
        {
            match["group"] = Pairs(Group);
        }

        if (Hours is not null)
        {
            match["time"] = Node(Hours);
        }

        var route = new JsonObject { ["match"] = match, ["channels"] = Node(Channels) };
        if (Continue)
        {
            route["continue"] = true;
        }

        return route;
    }

    private static RouteRow Read(IFormCollection form, string prefix, int index) => new(
        double.TryParse(form[prefix + "place"], System.Globalization.CultureInfo.InvariantCulture, out var place) ? place : index,
        [.. form[prefix + "priority"].OfType<string>()],
        form[prefix + "labels"].ToString().Trim(),
        form[prefix + "group"].ToString().Trim(),
        form[prefix + "start"].ToString().Length + form[prefix + "end"].ToString().Length > 0
            ? new WindowText(form[prefix + "start"], form[prefix + "end"], form[prefix + "zone"].ToString().Trim(), Days(form[prefix + "days"].ToString()))
            : null,
        [.. form[prefix + "channel"].OfType<string>()],
        form.ContainsKey(prefix + "continue"));

    private static List<string>? Days(string text) =>
        text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } days ? [.. days] : null;

    private static string Write(IReadOnlyDictionary<string, string> pairs) => string.Join(", ", pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, GatewayJson.Options);
}
