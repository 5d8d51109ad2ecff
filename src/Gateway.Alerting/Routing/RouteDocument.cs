using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Routing;

/// <summary>Routes as files hold them and the API shows them.</summary>
public static class RouteDocument
{
    public static JsonObject ToJson(RouteTable table) => new()
    {
        ["routes"] = new JsonArray([.. table.Routes.Select(ToJson)]),
        ["default"] = Node(table.Default),
    };

    public static string Write(RouteTable table) => ToJson(table).ToJsonString(GatewayJson.Options);

    public static JsonNode ToJson(Route route)
    {
        var json = new JsonObject { ["match"] = ToJson(route.Match), ["channels"] = Node(route.Channels) };
        if (route.Continue)
        {
            json["continue"] = true;
        }

        return json;
    }

    private static JsonObject ToJson(RouteMatch match)
    {
        var json = new JsonObject();
        Add(json, "priority", match.Priorities.Count, match.Priorities);
        Add(json, "labels", match.Labels.Count, match.Labels);
        Add(json, "group", match.Group.Count, match.Group);
        if (match.Time is { } time)
        {
            json["time"] = Node(WindowText.Of(time));
        }

        return json;
    }

    private static void Add<T>(JsonObject json, string name, int count, T value)
    {
        if (count > 0)
        {
            json[name] = Node(value);
        }
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, GatewayJson.Options);
}
