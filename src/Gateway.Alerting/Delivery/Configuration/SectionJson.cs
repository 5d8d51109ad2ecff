using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>A section of the settings as JSON, so that channels are read from settings and from the API by the same code.</summary>
internal static class SectionJson
{
    public static JsonObject Object(IConfigurationSection section) =>
        new(section.GetChildren().Select(child => KeyValuePair.Create(child.Key, Node(child))));

    private static JsonNode? Node(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
        {
            return section.Value;
        }

        // Settings keep a list as children that are named by their numbers.
        return children.TrueForAll(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? new JsonArray([.. children.Select(Node)])
            : Object(section);
    }
}
