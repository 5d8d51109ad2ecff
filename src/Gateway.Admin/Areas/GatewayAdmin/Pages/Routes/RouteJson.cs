using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting;
using Gateway.Alerting.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Routes;

/// <summary>Answers of the route endpoints.</summary>
internal static class RouteJson
{
    /// <summary>The routes as a file holds them, with who made them behind.</summary>
    public static JsonObject Of(RoutesInForce routes)
    {
        var json = RouteDocument.ToJson(routes.Table);
        json["source"] = routes.Source;
        json["version"] = routes.Version?.Number;
        json["updated_at"] = JsonSerializer.SerializeToNode(routes.Version?.At, GatewayJson.Options);
        json["updated_by"] = routes.Version?.By;
        return json;
    }
}

/// <param name="At">The moment that was asked for.</param>
/// <param name="Source">Where the channels come from: <c>rule</c>, <c>routes</c> or <c>default</c>.</param>
/// <param name="Routes">Every route with whether it matched; empty when the rule names its own channels.</param>
/// <param name="Channels">Every channel, and whether it would be told.</param>
internal sealed record RoutePreviewJson(DateTimeOffset At, string Source, IReadOnlyList<PreviewRouteJson> Routes, IReadOnlyList<PreviewChannelJson> Channels)
{
    public static RoutePreviewJson Of(RoutePreviewResult result) => new(
        result.At,
        result.Source,
        [.. result.Routes.Select(route => new PreviewRouteJson(route.Index, RouteDocument.ToJson(route.Route), route.Matched, route.WhyNot))],
        [.. result.Channels.Select(channel => new PreviewChannelJson(channel.Id, channel.Decision.Send, channel.Decision.Reason, channel.Decision.HeldUntil))]);
}

/// <param name="Index">From 0.</param>
/// <param name="Route">As written.</param>
/// <param name="Matched">Whether it was taken.</param>
/// <param name="WhyNot">Why not.</param>
internal sealed record PreviewRouteJson(int Index, JsonNode Route, bool Matched, string? WhyNot);

/// <param name="Id">The channel.</param>
/// <param name="Send">Whether it would be told.</param>
/// <param name="Reason">Why not.</param>
/// <param name="HeldUntil">When it would be told instead, were the alert still on.</param>
internal sealed record PreviewChannelJson(string Id, bool Send, string? Reason, DateTimeOffset? HeldUntil);
