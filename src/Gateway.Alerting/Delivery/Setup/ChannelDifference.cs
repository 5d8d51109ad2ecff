using System.Text.Json.Nodes;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>What a change of a channel changes, for the audit: the names of the fields, never their values.</summary>
internal static class ChannelDifference
{
    public static string Words(ChannelEntry before, ChannelForm after)
    {
        var (old, young) = (ChannelDocument.Write(before.Channel, []), ChannelDocument.Write(after.Channel, []));
        var changed = ChannelDocument.CommonFields.Where(name => !JsonNode.DeepEquals(old[name], young[name])).Concat(after.Fields.DifferencesTo(before.Fields)).ToList();
        return changed.Count == 0 ? "nothing changed" : $"changed {string.Join(", ", changed)}";
    }
}
