using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;

/// <summary>
/// Writes the builder's fields as the JSON of a rule. A value that is not what it should be is written as it was typed, and a name that was given
/// twice is written twice: the rule's reader then says what is wrong with it, where it stands.
/// </summary>
internal static class RuleFormJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(RuleForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteHead(json, form);
            json.WritePropertyName("logic");
            WriteNode(json, form.Logic);
            WriteSettings(json, form);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteHead(Utf8JsonWriter json, RuleForm form)
    {
        WriteText(json, "id", form.Id);
        json.WriteString("name", form.Name);
        WriteText(json, "description", form.Description);
        WriteText(json, "runbook_url", form.RunbookUrl);
        WritePairs(json, "labels", form.Labels);
    }

    private static void WriteSettings(Utf8JsonWriter json, RuleForm form)
    {
        if (form.GroupBy.Chosen.Count > 0)
        {
            WriteTexts(json, "group_by", form.GroupBy.Chosen);
        }

        WriteText(json, "time_window", form.TimeWindow);
        WriteText(json, "cooldown", form.Cooldown);
        WriteText(json, "for", form.For);
        WriteText(json, "keep_firing_for", form.KeepFiringFor);
        WriteText(json, "repeat_interval", form.RepeatInterval);
        WriteText(json, "priority", form.Priority);
        WriteText(json, "no_data", form.NoData);
        json.WriteBoolean("auto_resolve", form.AutoResolve);
        json.WriteBoolean("is_active", form.IsActive);
        json.WriteStartObject("actions");
        if (form.Channels.Chosen.Count > 0 || form.TellsNobody)
        {
            WriteTexts(json, "channels", form.Channels.Chosen);
        }

        json.WriteBoolean("send_resolved", form.SendResolved);
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, NodeForm node)
    {
        json.WriteStartObject();
        if (node.Type is { } type)
        {
            json.WriteString("type", type);
            json.WriteStartArray("conditions");
            foreach (var child in node.Conditions)
            {
                WriteNode(json, child);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteCondition(json, node);
        }

        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, NodeForm node)
    {
        json.WriteString("metric", node.Metric);
        json.WriteString("operator", node.Operator);
        WriteNumber(json, "threshold", node.Threshold);
        WriteText(json, "compare_to", Comparisons.IsChange(node.Operator) ? node.CompareTo : "");
        WriteText(json, "time_window", node.TimeWindow);
        if (node.Recovery.Length > 0)
        {
            WriteNumber(json, "recovery", node.Recovery);
        }

        if (node.MinRequests.Length > 0)
        {
            WriteNumber(json, "min_requests", node.MinRequests);
        }

        WritePairs(json, "filter", node.Filter);
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IReadOnlyList<PairForm> pairs)
    {
        if (pairs.All(pair => pair.IsBlank))
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var pair in pairs.Where(pair => !pair.IsBlank))
        {
            json.WriteString(pair.Name, pair.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, text);
        }
    }
}
