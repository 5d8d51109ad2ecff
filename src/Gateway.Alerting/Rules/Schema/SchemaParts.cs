using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Alerting.Rules.Schema;

/// <summary>The words of JSON Schema that the rule schema is made of.</summary>
internal static class SchemaParts
{
    /// <summary>An object that takes these members, anything that begins with a dollar sign, and nothing else.</summary>
    public static JsonObject Object(params (string Name, JsonObject Schema)[] members) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))),
        ["patternProperties"] = new JsonObject { [@"^\$"] = new JsonObject() },
        ["additionalProperties"] = false,
    };

    /// <summary>An object of names with texts, numbers or flags, all of which are read as text.</summary>
    public static JsonObject Texts(string description) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["additionalProperties"] = Scalar(),
    };

    public static JsonObject Scalar() => new() { ["type"] = Words(["string", "number", "boolean"]) };

    public static JsonObject TextOf(int longest, string description, string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description, ["maxLength"] = longest };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    public static JsonObject Matching(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    public static JsonObject Number(string description) => new() { ["type"] = "number", ["description"] = description };

    public static JsonObject Flag(string description, bool standard) =>
        OrNull(new() { ["type"] = "boolean", ["description"] = description, ["default"] = standard });

    public static JsonObject OneOf(string description, params IEnumerable<string> words) => new() { ["enum"] = Words(words), ["description"] = description };

    /// <summary>The words of an enum, as JSON writes them.</summary>
    public static JsonObject OneOf<T>(string description, T standard)
        where T : struct, Enum
    {
        var schema = OneOf(description, Enum.GetValues<T>().Select(EnumWords.Of));
        schema["default"] = EnumWords.Of(standard);
        return schema;
    }

    public static JsonObject ArrayOf(JsonObject items, string? description = null)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = items };
        if (description is not null)
        {
            schema["description"] = description;
        }

        return schema;
    }

    public static JsonObject Ref(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    /// <summary>With a description of its own: what stands beside a <c>$ref</c> would be ignored.</summary>
    public static JsonObject Ref(string definition, string description) => new() { ["description"] = description, ["anyOf"] = new JsonArray(Ref(definition)) };

    public static JsonObject AnyOf(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };

    /// <summary>A member that is null is as good as absent.</summary>
    public static JsonObject OrNull(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words)
        {
            words.Add(null);
        }
        else if (schema["anyOf"] is JsonArray choices)
        {
            choices.Add(new JsonObject { ["type"] = "null" });
        }
        else
        {
            schema["type"] = Words([(string)schema["type"]!, "null"]);
        }

        return schema;
    }

    /// <summary>The member is there, and not null.</summary>
    public static JsonObject Has(string member) => new()
    {
        ["required"] = Words([member]),
        ["properties"] = new JsonObject { [member] = Not(new() { ["type"] = "null" }) },
    };

    public static JsonObject Not(JsonObject schema) => new() { ["not"] = schema };

    /// <summary>The member, if it is there, is as the schema says.</summary>
    public static JsonObject Where(string member, JsonObject schema) => new() { ["properties"] = new JsonObject { [member] = schema } };

    public static JsonArray Words(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];
}
