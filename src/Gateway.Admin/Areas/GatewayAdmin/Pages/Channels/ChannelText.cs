using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>Channels in the API's documentation, from the descriptions of their types.</summary>
internal static class ChannelText
{
    public static string OfBody { get; } =
        $$"""
        Without an id it gets one from its name.
        The fields of config by type, secret ones marked with *:

        {{string.Join("\n", ChannelTypes.All.Select(OfType))}}
        """;

    private static string OfType(IChannelType type) => $"- {type.Name}: {(type.Description.Fields.Count == 0 ? "none" : string.Join(", ", type.Description.Fields.Select(OfField)))}";

    private static string OfField(ChannelField field) => $"{field.Name}{(field.IsSecret ? "*" : "")}{(field.IsRequired ? " (required)" : "")}";
}
