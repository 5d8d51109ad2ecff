using System.Text;
using Microsoft.OpenApi;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.ApiReference;

/// <summary>A JSON schema as a short text: <c>{ id: string, tags: [string] }</c>, a line a field.</summary>
internal static class SchemaText
{
    /// <summary>Deeper objects are cut to <c>{…}</c>; a schema may hold itself.</summary>
    private const int Deepest = 3;

    /// <returns>Null when the schema says nothing.</returns>
    public static string? Of(IOpenApiSchema? schema)
    {
        if (schema is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Write(text, schema, 0);
        return text.ToString() is "any" ? null : text.ToString();
    }

    private static void Write(StringBuilder text, IOpenApiSchema schema, int depth)
    {
        if (Members(schema) is { Count: > 0 } members)
        {
            WriteObject(text, members, depth);
        }
        else if (schema.Items is { } items)
        {
            text.Append('[');
            Write(text, items, depth);
            text.Append(']');
        }
        else if (schema.AdditionalProperties is { } values)
        {
            text.Append("{ name: ");
            Write(text, values, depth);
            text.Append(" }");
        }
        else if ((schema.OneOf ?? schema.AnyOf)?.FirstOrDefault(choice => choice.Type != JsonSchemaType.Null) is { } chosen)
        {
            Write(text, chosen, depth);
        }
        else if (schema.Enum is { Count: > 0 } words)
        {
            text.AppendJoin(" | ", words.Select(word => word?.ToString() ?? "null"));
        }
        else
        {
            text.Append(schema.Type is { } type ? Word(type, schema.Format) : "any");
        }
    }

    /// <summary>Its own, behind those of what it extends.</summary>
    private static List<KeyValuePair<string, IOpenApiSchema>> Members(IOpenApiSchema schema) =>
        [.. (schema.AllOf ?? []).SelectMany(Members), .. schema.Properties ?? new Dictionary<string, IOpenApiSchema>()];

    private static void WriteObject(StringBuilder text, IEnumerable<KeyValuePair<string, IOpenApiSchema>> properties, int depth)
    {
        if (depth == Deepest)
        {
            text.Append("{…}");
            return;
        }

        text.Append("{\n");
        foreach (var (name, value) in properties)
        {
            text.Append(' ', 2 * (depth + 1)).Append(name).Append(": ");
            Write(text, value, depth + 1);
            text.Append('\n');
        }

        text.Append(' ', 2 * depth).Append('}');
    }

    private static string Word(JsonSchemaType type, string? format)
    {
        var word = format == "date-time" ? "time" : (type & ~JsonSchemaType.Null) switch
        {
            var number when number.HasFlag(JsonSchemaType.Number) => "number",
            var whole when whole.HasFlag(JsonSchemaType.Integer) => "integer",
            JsonSchemaType.Boolean => "true | false",
            JsonSchemaType.String => "text",
            JsonSchemaType.Object => "object",
            _ => "any",
        };
        return type.HasFlag(JsonSchemaType.Null) ? word + " | null" : word;
    }
}
