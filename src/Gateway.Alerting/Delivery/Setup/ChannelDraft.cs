using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>A channel as somebody sent it: the JSON is taken apart and its names are checked; what the fields say is read later.</summary>
internal sealed class ChannelDraft
{
    private const string NotUnicode = "holds a text that is no Unicode, such as half of a surrogate pair";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    private readonly List<ChannelMistake> _mistakes = [];

    private ChannelDraft()
    {
    }

    public IReadOnlyList<ChannelMistake> Mistakes => _mistakes;

    /// <summary>Whether it is JSON of an object at all.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>What every channel has, by the names of <see cref="ChannelDocument"/>.</summary>
    public JsonObject Common { get; private set; } = [];

    /// <summary>The fields of the type, by the names of its description where they are known.</summary>
    public JsonObject Config { get; private set; } = [];

    public static ChannelDraft Parse(string json)
    {
        var draft = new ChannelDraft();
        try
        {
            if (JsonNode.Parse(json, documentOptions: Lenient) is JsonObject root)
            {
                Decode(root);
                draft.Take(root);
                draft.IsReadable = true;
            }
            else
            {
                draft.Mistake("", """must be an object such as {"type": "slack", "name": "Ops", "config": {"webhook_url": "https://…"}}""");
            }
        }
        catch (JsonException fault)
        {
            draft.Mistake("", $"is not JSON: {fault.Message.Split(" LineNumber:")[0]}");
        }
        catch (InvalidOperationException)
        {
            draft.Mistake("", NotUnicode);
        }

        return draft;
    }

    /// <summary>A text of <see cref="Common"/>; null when it is absent, blank or none.</summary>
    public string? Text(string name)
    {
        if (Common[name] is null)
        {
            return null;
        }

        if (Common[name] is JsonValue value && value.TryGetValue<string>(out var text))
        {
            return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        }

        Mistake(name, "must be text");
        return null;
    }

    /// <summary>Gives the fields of <c>config</c> the names of the description.</summary>
    public void Normalize(ChannelDescription description)
    {
        var known = description.Fields.ToDictionary(field => Plain(field.Name), field => field.Name, StringComparer.OrdinalIgnoreCase);
        var named = new JsonObject();
        foreach (var (name, value) in Config)
        {
            if (!known.TryGetValue(Plain(name), out var standard))
            {
                Mistake(At(name), $"there is no such field; {(known.Count == 0 ? "this type has none" : NearestName.Hint(name, [.. known.Values]))}");
            }
            else if (!named.TryAdd(standard, value?.DeepClone()))
            {
                Mistake(At(name), "is written twice");
            }
        }

        Config = named;
    }

    /// <summary>The path of a field of the type.</summary>
    public static string At(string configField) => $"{ChannelDocument.ConfigField}.{configField}";

    public void Mistake(string path, string message) => _mistakes.Add(new(path, message));

    private void Take(JsonObject root)
    {
        string[] known = [ChannelDocument.IdField, .. ChannelDocument.CommonFields, ChannelDocument.ConfigField];
        foreach (var (name, value) in root.Where(field => !ChannelDocument.ReadOnlyFields.Contains(field.Key)))
        {
            if (!known.Contains(name))
            {
                Mistake(name, $"there is no such field; {NearestName.Hint(name, known)}");
            }
            else if (name != ChannelDocument.ConfigField)
            {
                Common[name] = value?.DeepClone();
            }
            else if (value is null or JsonObject)
            {
                Config = value?.DeepClone() as JsonObject ?? [];
            }
            else
            {
                Mistake(name, "must be an object of the type's fields");
            }
        }
    }

    /// <summary>Escapes are decoded only when a text is asked for, and may be no Unicode.</summary>
    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (_, value) in fields)
                {
                    Decode(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Decode(item);
                }

                break;
            case JsonValue value:
                value.TryGetValue<string>(out _);
                break;
            default:
                break;
        }
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
