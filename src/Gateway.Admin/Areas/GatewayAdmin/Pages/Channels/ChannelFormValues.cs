using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Setup;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>What stands in the form of a channel: what was sent, when that has mistakes, else the channel as it is. Secrets are never put back.</summary>
/// <param name="channel">The channel as JSON; null for a new one.</param>
/// <param name="sent">What was sent; null at first.</param>
/// <param name="mistakes">What is wrong with that.</param>
internal sealed class ChannelFormValues(JsonObject? channel, IFormCollection? sent, IReadOnlyList<ChannelMistake> mistakes)
{
    /// <summary>Mistakes that belong to no field of the form.</summary>
    public IEnumerable<string> OfWhole => mistakes.Where(mistake => mistake.Field is "" or ChannelDocument.TypeField or ChannelDocument.ConfigField).Select(mistake => mistake.Message);

    public int Mistakes => mistakes.Count;

    public static ChannelFormValues Of(ChannelEntry? entry, IFormCollection? sent, IReadOnlyList<ChannelMistake> mistakes) =>
        new(entry is null ? null : ChannelDocument.Write(entry.Channel, entry.Fields.Show(withAddresses: true)), sent, mistakes);

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? Error(string path)
    {
        var found = mistakes.Where(mistake => mistake.Field == path || mistake.Field.StartsWith(path + ".", StringComparison.Ordinal))
            .Select(mistake => mistake.Field == path ? mistake.Message : $"{mistake.Field[(path.Length + 1)..]} {mistake.Message}").ToList();
        return found.Count == 0 ? null : string.Join("; ", found);
    }

    /// <summary>The text of a field by its path, such as <c>name</c> or <c>config.to</c>; several lines for a list and for a map.</summary>
    public string Text(string path) => sent is not null ? sent[path].ToString() : Node(path) switch
    {
        null => "",
        JsonArray list => string.Join('\n', list.Select(item => item!.ToString())),
        JsonObject map => string.Join('\n', map.Select(pair => $"{pair.Key}: {pair.Value}")),
        var value => value.ToString(),
    };

    public bool IsOn(string path, bool standard) => sent is not null ? sent[path].Contains("true") : Node(path)?.GetValue<bool>() ?? standard;

    public bool Has(string path, string item) => sent is not null ? sent[path].Contains(item) : Node(path) is JsonArray list && list.Any(other => other!.ToString() == item);

    private JsonNode? Node(string path) => path.Split('.').Aggregate((JsonNode?)channel, (node, name) => (node as JsonObject)?[name]);
}
