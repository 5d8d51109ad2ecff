using System.Text;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>JSON as it is sent, and what it weighs.</summary>
internal static class RenderedJson
{
    public static string Text(JsonNode json) => json.ToJsonString(GatewayJson.Options);

    public static int Bytes(JsonNode json) => Encoding.UTF8.GetByteCount(Text(json));

    /// <summary>Facts as names and values; what has the same name stands together.</summary>
    public static JsonObject Details(IEnumerable<Fact> facts) => new(facts
        .GroupBy(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal)
        .Select(same => KeyValuePair.Create(same.Key, (JsonNode?)string.Join("; ", same))));

    /// <summary>The fullest rendering within so many bytes.</summary>
    public static string Within(int bytes, Announcement announcement, Func<Announcement, JsonNode> render) => Text(Fit.To(announcement, render, Bytes, bytes));
}
