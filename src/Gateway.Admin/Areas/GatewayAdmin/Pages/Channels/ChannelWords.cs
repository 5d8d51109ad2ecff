using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Admin.Security;
using Gateway.Admin.Words;
using Gateway.Alerting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>What the pages say about channels.</summary>
internal static class ChannelWords
{
    private static readonly JsonSerializerOptions Indented = new(GatewayJson.Options) { WriteIndented = true };

    /// <summary>What a receiver says to a refusal is for administrators; others learn how it answered.</summary>
    public static string? ErrorFor(ClaimsPrincipal user, int? statusCode, string? error) =>
        error is null || statusCode is null || user.MayAdminister() ? error : $"the receiver answered {statusCode}";

    public static Mark MarkOf(ChannelView view) => view.State switch
    {
        ChannelState.NotConfigured when view.Entry.Source == ChannelSource.BuiltIn => new("Not set up", "minus", "quiet"),
        ChannelState.NotConfigured => new("Not set up in full", "octagon", "error"),
        ChannelState.Off => new("Off", "minus", "quiet"),
        ChannelState.Gone => new("Gone", "octagon", "error"),
        ChannelState.Waiting => new("Waiting", "clock", "warning"),
        ChannelState.Failing => new("Failing", "triangle", "warning"),
        _ when view.LastDidNotArrive => new("Last message did not arrive", "triangle", "warning"),
        _ when view.Past.LastSuccess is null && view.Channel.Type != "in_app" => new("Ready, nothing sent yet", "circle", "info"),
        _ => new("Working", "check", "ok"),
    };

    public static string Group(ChannelGroup group) => group switch
    {
        ChannelGroup.Mail => "Mail",
        ChannelGroup.Chat => "Chat",
        ChannelGroup.Paging => "On call",
        ChannelGroup.Systems => "Your own systems",
        _ => "Here",
    };

    public static ChannelDescription Of(NotificationChannel channel) => ChannelTypes.Find(channel.Type)!.Description;

    /// <summary>"3 rules and 1 route".</summary>
    public static string UsedBy(ChannelView view)
    {
        var use = view.Use;
        var parts = new[] { Count(use.Rules.Count, "rule"), Count(use.Routes.Count, "route"), use.IsDefault ? "the default route" : null }.OfType<string>().ToList();
        return parts.Count == 0 ? "Nothing" : string.Join(", ", parts);
    }

    public static string Source(ChannelEntry entry) => entry.Source switch
    {
        ChannelSource.BuiltIn => "Always there",
        ChannelSource.Api => "Set up here",
        ChannelSource.Environment => "The environment",
        _ => "The settings",
    };

    /// <summary>JSON with a line for each field; anything else as it is.</summary>
    public static string? Readable(string? rendered)
    {
        if (rendered is not (['{', ..] or ['[', ..]))
        {
            return rendered;
        }

        try
        {
            return JsonNode.Parse(rendered)!.ToJsonString(Indented);
        }
        catch (JsonException)
        {
            return rendered;
        }
    }

    private static string? Count(int count, string what) => count switch
    {
        0 => null,
        1 => $"1 {what}",
        _ => $"{Say.Count(count)} {what}s",
    };
}
