using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>
/// Nobody can read a secret, so nobody can send it back: what is left out keeps its value, and so does what is sent masked as it was shown; null
/// takes it away. A secret that goes to the receiver is kept only while the receiver stays the same: else whoever may edit could send it to himself.
/// </summary>
internal static class KeptSecrets
{
    /// <param name="draft">Gets the kept values, and the mistakes.</param>
    /// <param name="description">Of its type.</param>
    /// <param name="present">What is stored now.</param>
    public static void Restore(ChannelDraft draft, ChannelDescription description, ChannelFields present)
    {
        var moved = description.Fields.Where(field => field.IsReceiver).Any(field => Receiver(field, present[field.Name]) != Receiver(field, draft.Config[field.Name]));
        foreach (var field in description.Fields.Where(field => field.IsSecret))
        {
            if (Restore(draft, field, present[field.Name]) && moved && field.IsSent)
            {
                draft.Mistake(ChannelDraft.At(field.Name), "must be entered again, for the receiver is another one");
            }
        }
    }

    /// <returns>Whether something was kept.</returns>
    private static bool Restore(ChannelDraft draft, ChannelField field, JsonNode? present)
    {
        if (!draft.Config.ContainsKey(field.Name))
        {
            draft.Config[field.Name] = present?.DeepClone();
            return present is not null;
        }

        if (draft.Config[field.Name] is JsonObject map)
        {
            return RestoreEach(draft, field, map, present as JsonObject);
        }

        var (text, isKept) = Unmask(draft, ChannelDraft.At(field.Name), draft.Config[field.Name], present);
        draft.Config[field.Name] = text;
        return isKept;
    }

    private static bool RestoreEach(ChannelDraft draft, ChannelField field, JsonObject map, JsonObject? present)
    {
        var anyKept = false;
        foreach (var name in map.Select(pair => pair.Key).ToList())
        {
            var stored = present?.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
            (map[name], var isKept) = Unmask(draft, $"{ChannelDraft.At(field.Name)}.{name}", map[name], stored);
            anyKept |= isKept;
        }

        return anyKept;
    }

    /// <summary>The mask may be a part: a new key in front of the old one, while it is being rotated.</summary>
    private static (JsonNode? Value, bool IsKept) Unmask(ChannelDraft draft, string path, JsonNode? sent, JsonNode? present)
    {
        if (sent is not JsonValue || sent.ToString() is not { } text || !text.Contains(Secret.Mask, StringComparison.Ordinal))
        {
            return (sent?.DeepClone(), false);
        }

        var stored = present?.ToString();
        var shown = stored is null ? null : new Secret(stored).ToString();
        var whole = shown is null ? text : text.Replace(shown, stored, StringComparison.Ordinal);
        if (whole.Contains(Secret.Mask, StringComparison.Ordinal))
        {
            draft.Mistake(path, shown is null ? "is masked, and there is nothing to keep; send the secret itself" : $"is masked; send '{shown}' to keep the present one, or the whole new one");
        }

        return (whole, true);
    }

    private static string Receiver(ChannelField field, JsonNode? value) => field.Kind == FieldKind.Url && Uri.TryCreate(value?.ToString(), UriKind.Absolute, out var url)
        ? url.Authority
        : value?.ToString().Trim().ToUpperInvariant() ?? "";
}
