using System.ComponentModel;
using System.Text.Json.Nodes;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Routes;

// How the API document shows what is read and written field by field.

internal sealed record RoutesBody(IReadOnlyList<RouteShape> Routes, [property: Description("Ids of channels for what no route matches; in_app when absent.")] IReadOnlyList<string>? Default = null);

internal sealed record RouteShape(
    RouteMatchShape Match,
    [property: Description("Their ids.")] IReadOnlyList<string> Channels,
    [property: Description("Whether the routes behind it are looked at too.")] bool Continue = false);

internal sealed record RouteMatchShape(
    [property: Description("A priority, or an array of them.")] JsonNode? Priority = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyDictionary<string, string>? Group = null,
    WindowText? Time = null);

internal sealed record RoutesShape(
    IReadOnlyList<RouteShape> Routes,
    IReadOnlyList<string> Default,
    string Source,
    long? Version,
    DateTimeOffset? UpdatedAt,
    string? UpdatedBy);

internal sealed record PreviewBody(
    [property: Description("A rule in force; then priority and labels are its own.")] string? RuleId = null,
    AlertPriority? Priority = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyDictionary<string, string>? Group = null,
    [property: Description("Now when absent.")] DateTimeOffset? At = null);
