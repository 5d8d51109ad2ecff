using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.ApiReference;

/// <summary>The API document is one that clients can be generated from.</summary>
public sealed partial class ApiDocumentTests
{
    /// <summary>Act by being called.</summary>
    private static readonly string[] WithoutBody =
    [
        "POST /api/alerts/rules/{id}/toggle",
        "POST /api/alerts/rules/{id}/versions/{number}/restore",
        "POST /api/alerts/rules/{id}/test",
        "POST /api/notifications/channels/{id}/toggle",
        "POST /api/notifications/history/{id}/resend",
    ];

    [Fact]
    public async Task Operations_ThatTakeABody_SayWhichOne()
    {
        var operations = Operations(await DocumentAsync()).Where(entry => entry.Name.Split(' ')[0] is "POST" or "PUT" or "PATCH").ToList();

        Assert.Equal(WithoutBody.Order(), operations.Where(entry => entry.Operation["requestBody"] is null).Select(entry => entry.Name).Order());
        Assert.All(
            operations.Where(entry => entry.Operation["requestBody"] is not null),
            entry => Assert.Contains(entry.Operation["requestBody"]!["content"]!.AsObject(), type => type.Value!["schema"] is JsonObject { Count: > 0 }));
    }

    [Fact]
    public async Task Operations_All_SayWhoMayUseThemAndHowTheyRefuse()
    {
        var document = await DocumentAsync();
        var schemes = document["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key).ToList();

        Assert.Equal(["anti_forgery", "api_key", "session"], schemes.Order());
        Assert.All(Operations(document), entry =>
        {
            var requirements = entry.Operation["security"]!.AsArray().Select(requirement => string.Join(' ', requirement!.AsObject().Select(scheme => scheme.Key).Order()));
            Assert.Equal(entry.Name.StartsWith("GET ", StringComparison.Ordinal) ? ["api_key", "session"] : ["api_key", "anti_forgery session"], requirements);
            foreach (var answer in entry.Operation["responses"]!.AsObject().Where(answer => answer.Key is ['4' or '5', ..]))
            {
                Assert.Equal("application/problem+json", Assert.Single(answer.Value!["content"]!.AsObject()).Key);
            }

            Assert.NotNull(entry.Operation["responses"]!["401"]);
            Assert.StartsWith("Needs the role ", (string)entry.Operation["responses"]!["403"]!["description"]!, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Schemas_All_HaveATypeAndNumbersAreNumbers()
    {
        var wrong = new List<string>();
        foreach (var schema in All(await DocumentAsync()))
        {
            if (schema["format"] is not null && schema["type"] is null)
            {
                wrong.Add($"{schema.GetPath()} has a format and no type");
            }

            if (schema["type"] is JsonArray types && types.Select(type => (string)type!).ToList() is var names && names.Contains("string") && (names.Contains("number") || names.Contains("integer")) && !IsOfRules(schema))
            {
                wrong.Add($"{schema.GetPath()} is a number or a text");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task References_All_LeadSomewhere()
    {
        var document = await DocumentAsync();
        var schemas = document["components"]!["schemas"]!.AsObject();

        var lost = All(document).Select(schema => schema["$ref"]).OfType<JsonValue>().Select(target => (string)target!).Distinct()
            .Where(target => !schemas.ContainsKey(target.Split('/')[^1]));

        Assert.Empty(lost);
    }

    [Fact]
    public async Task Answers_AreShapedAsTheyAreWritten()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        Assert.Equal(["open", "acknowledged", "resolved"], schemas["AlertStatus"]!["enum"]!.AsArray().Select(word => (string)word!));
        Assert.Equal("#/components/schemas/Rule", (string)schemas["RuleList"]!["properties"]!["rules"]!["items"]!["$ref"]!);
        Assert.Equal("#/components/schemas/Alert", (string)schemas["AlertDetail"]!["allOf"]![0]!["$ref"]!);
        Assert.Contains("daily_cost", schemas["RuleMetric"]!["enum"]!.AsArray().Select(word => (string)word!));
        Assert.NotNull(schemas["Rule"]!["properties"]!["logic"]);
        Assert.Equal(["viewer", "operator", "admin"], schemas["ApiKeyRequest"]!["properties"]!["role"]!["enum"]!.AsArray().Select(word => (string)word!));
        // Two types of one name would be one schema.
        Assert.NotNull(schemas["Metric"]!["properties"]!["change_percent"]);
        Assert.NotNull(schemas["CatalogMetric"]!["properties"]!["no_calls"]);
        Assert.Null(schemas["Node"]!["discriminator"]);
    }

    [Fact]
    public async Task Parameters_SayWhatTheyTake()
    {
        var parameters = (await DocumentAsync())["paths"]!["/api/alerts/history"]!["get"]!["parameters"]!.AsArray();
        JsonNode Schema(string name) => parameters.Single(parameter => (string?)parameter!["name"] == name)!["schema"]!;

        Assert.Equal("integer", (string)Schema("limit")["type"]!);
        Assert.Equal(["open", "acknowledged", "resolved", "unresolved"], Schema("status")["enum"]!.AsArray().Select(word => (string)word!));
    }

    [Fact]
    public async Task Descriptions_AreForWhoCallsTheApi()
    {
        var words = All(await DocumentAsync()).Select(node => node["description"]).OfType<JsonValue>().Select(value => value.ToString()).Distinct();

        Assert.DoesNotContain(words, text => Member().IsMatch(text) || text.Contains("database format", StringComparison.Ordinal));
    }

    private static async Task<JsonObject> DocumentAsync()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client();
        return JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!.AsObject();
    }

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        where path.Key.StartsWith("/api/", StringComparison.Ordinal)
        from operation in path.Value!.AsObject()
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject());

    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject found => found.SelectMany(member => All(member.Value)).Prepend(found),
        JsonArray items => items.SelectMany(All),
        _ => [],
    };

    /// <summary>Labels and filters of rules take numbers and flags as texts.</summary>
    private static bool IsOfRules(JsonObject schema) => schema.GetPath().StartsWith("$.components.schemas.Rule", StringComparison.Ordinal);

    /// <summary>A member of the code, such as <c>Alert.ByEngine</c>.</summary>
    [GeneratedRegex(@"\b[A-Z]\w*[a-z]\w*\.[A-Z]")]
    private static partial Regex Member();
}
