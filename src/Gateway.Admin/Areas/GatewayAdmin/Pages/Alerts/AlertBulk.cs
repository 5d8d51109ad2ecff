using System.Text.Json;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>One act for many alerts, as a request brings it. An id that is given twice counts once.</summary>
internal sealed record AlertBulk(AlertAct Action, IReadOnlyList<string> Ids, string? Notes)
{
    public const int MostIds = 1_000;

    /// <summary>In bytes: a thousand ids, a note, and room for white space.</summary>
    private const int LargestBody = 256 * 1024;

    /// <returns>What was asked for, or every mistake under its path.</returns>
    public static async Task<(AlertBulk? Bulk, IResult? Error)> ReadAsync(HttpRequest request)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, LargestBody);
        if (error is not null)
        {
            return (null, error);
        }

        var mistakes = new Dictionary<string, string[]>();
        var bulk = Read(json, mistakes);
        return mistakes.Count == 0 ? (bulk, null) : (null, Results.ValidationProblem(mistakes));
    }

    private static AlertBulk? Read(string json, Dictionary<string, string[]> mistakes)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return Read(document.RootElement, mistakes);
            }
        }
        catch (JsonException)
        {
            // Said below, as for every other text that is not such an object.
        }
        catch (InvalidOperationException)
        {
            // Escapes are decoded only when a name or text is asked for.
            mistakes["$"] = [JsonBody.NotUnicode];
            return null;
        }

        mistakes["$"] = ["""must be a JSON object such as {"action": "resolve", "ids": ["…"], "notes": "fixed"}"""];
        return null;
    }

    private static AlertBulk? Read(JsonElement body, Dictionary<string, string[]> mistakes)
    {
        foreach (var member in body.EnumerateObject().Where(member => member.Name is not ("action" or "ids" or "notes")))
        {
            mistakes["$." + member.Name] = ["is not known; allowed: action, ids, notes"];
        }

        if (!EnumWords.TryParse<AlertAct>(Text(body, "action", mistakes), out var action))
        {
            mistakes["$.action"] = [$"must be one of {EnumWords.Allowed<AlertAct>()}"];
        }

        return new(action, IdsOf(body, mistakes), AlertNote.Read(Text(body, "notes", mistakes), "$.notes", mistakes));
    }

    private static string[] IdsOf(JsonElement body, Dictionary<string, string[]> mistakes)
    {
        if (!body.TryGetProperty("ids", out var ids) || ids.ValueKind != JsonValueKind.Array || ids.GetArrayLength() is 0 or > MostIds)
        {
            mistakes["$.ids"] = [$"must be an array of 1 to {MostIds} alert ids"];
            return [];
        }

        foreach (var (index, id) in ids.EnumerateArray().Index().Where(entry => entry.Item.ValueKind != JsonValueKind.String))
        {
            mistakes[$"$.ids[{index}]"] = ["must be a text"];
        }

        return [.. ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!).Distinct(StringComparer.Ordinal)];
    }

    private static string? Text(JsonElement body, string name, Dictionary<string, string[]> mistakes)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        mistakes["$." + name] = ["must be a text or null"];
        return null;
    }
}
