using System.Text.Json.Nodes;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.People;
using Gateway.Alerting.Rules.Schema;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Gateway.Admin.Http.OpenApi;

/// <summary>Completes the shapes of what is read and written without a type of its own: rules by the schema of rule files, and what holds rules, channels and routes.</summary>
internal static class ApiShapes
{
    private const string Rule = "Rule";

    /// <summary>Say what is refused, not what there is: editors use that, makers of clients trip over it.</summary>
    private static readonly string[] Refusals = ["oneOf", "allOf", "patternProperties", "additionalProperties", "enumDescriptions"];

    public static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Gateway Alerts";
        if (Find(document, Rule) is { } rule)
        {
            AddRules(document, rule);
        }

        Items(document, "RuleList", "rules", Rule);
        Items(document, "ChannelList", "channels", "Channel");
        Property(document, "RuleVersion", "rule", Rule);
        Property(document, "PreviewRoute", "route", "Route");
        Words(document, "ApiKeyRequest", "role", AdminRoles.All);
        Words(document, "Preferences", "theme", Preferences.Themes);
        Words(document, "Preferences", "density", Preferences.Densities);
        Words(document, "ChannelBody", "type", ChannelTypes.Names);
        if (Find(document, "AlertDetail") is { } detail)
        {
            detail.AllOf = [new OpenApiSchemaReference("Alert", document)];
        }

        return Task.CompletedTask;
    }

    private static void AddRules(OpenApiDocument document, OpenApiSchema rule)
    {
        var definitions = RuleSchema.Definitions();
        foreach (var (name, definition) in definitions.Where(definition => definition.Key != "rule"))
        {
            document.AddComponent(IdOf(name), Parse(definition!, document));
        }

        var written = Parse(definitions["rule"]!, document);
        (rule.Type, rule.Properties, rule.Required) = (written.Type, written.Properties, written.Required);
    }

    private static OpenApiSchema Parse(JsonNode definition, OpenApiDocument document) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(Plain(definition)!.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _)
        ?? throw new InvalidOperationException("The schema of rules cannot be read.");

    /// <summary>The schema with references into this document, and without what only refuses.</summary>
    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject schema when schema["$ref"] is { } target => new JsonObject { ["$ref"] = $"#/components/schemas/{IdOf(((string)target!).Split('/')[^1])}" },
        JsonObject { Count: var count } schema when count > 0 && schema["properties"] is JsonObject members => Without(schema, members),
        JsonObject schema => new JsonObject(schema.Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Plain)]),
        _ => node?.DeepClone(),
    };

    private static JsonObject Without(JsonObject schema, JsonObject members)
    {
        var kept = schema.Where(member => member.Key != "properties" && member.Key != "anyOf" && !Refusals.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)));
        return new(kept) { ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))) };
    }

    /// <summary><c>logic</c> is <c>RuleLogic</c>.</summary>
    private static string IdOf(string definition) => definition == "rule" ? Rule : $"{Rule}{char.ToUpperInvariant(definition[0])}{definition[1..]}";

    private static void Items(OpenApiDocument document, string owner, string property, string item)
    {
        if (Find(document, owner)?.Properties?[property] is OpenApiSchema list)
        {
            list.Items = new OpenApiSchemaReference(item, document);
        }
    }

    private static void Property(OpenApiDocument document, string owner, string property, string type)
    {
        if (Find(document, owner)?.Properties is { } properties)
        {
            properties[property] = new OpenApiSchemaReference(type, document);
        }
    }

    private static void Words(OpenApiDocument document, string owner, string property, IEnumerable<string> words)
    {
        if (Find(document, owner)?.Properties?[property] is OpenApiSchema text)
        {
            text.Enum = [.. words.Select(word => JsonValue.Create(word))];
        }
    }

    private static OpenApiSchema? Find(OpenApiDocument document, string id) => document.Components?.Schemas is { } schemas && schemas.TryGetValue(id, out var schema) ? schema as OpenApiSchema : null;
}
