using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Rules.Schema;
using Gateway.Testing;
using NJsonSchema;

namespace Gateway.Alerting.Tests.Rules;

public class RuleSchemaTests
{
    private const string Leaf = """{ "metric": "errors", "operator": ">", "threshold": 1 }""";

    private static readonly string SchemaFile = Path.Combine(Repository.Root, "config/schema/rules.schema.json");

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(RuleSchema.Write()));

    /// <summary>After a change of rules or metrics: <c>UPDATE_SCHEMA=1 dotnet test --project tests/Gateway.Alerting.Tests</c> writes the file anew.</summary>
    [Fact]
    public async Task File_IsWhatTheCodeGenerates()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMA") == "1")
        {
            await File.WriteAllTextAsync(SchemaFile, RuleSchema.Write(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(RuleSchema.Write(), await File.ReadAllTextAsync(SchemaFile, TestContext.Current.CancellationToken), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("config/rules")]
    [InlineData("config/demo-rules")]
    public async Task ShippedRules_Satisfy(string folder) =>
        Assert.All(await Task.WhenAll(RuleFiles.Find(Path.Combine(Repository.Root, folder)).Select(ProblemsOfFileAsync)), Assert.Empty);

    [Fact]
    public async Task WrittenRules_OfAnyForm_Satisfy()
    {
        var schema = await Schema.Value;
        var known = MetricCatalog.All[0].Name;
        SomeRules.Any.Sample(
            rule => Assert.Empty(schema.Validate(RuleDocument.Write(rule with { Logic = KnownOnly(rule.Logic, known) }))),
            iter: 300);
    }

    [Theory]
    [InlineData("""{ "name": "x", "conditions": [LEAF] }""")]
    [InlineData("""{ "name": "x", "logic": LEAF }""")]
    [InlineData("""[{ "name": "x", "logic": LEAF }, { "name": "y", "logic": LEAF }]""")]
    [InlineData("""{ "name": "x", "logic": { "type": "NOT", "conditions": [LEAF] } }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "logic": null, "description": null, "time_window": null, "priority": null, "actions": null }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "field": "errors", "operator": "change<", "value": -50, "compare_to": "same_time_yesterday", "filter": { "tag:env": "prod", "streaming": true } }] }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "time_window": 0.5, "cooldown": "1h30m", "for": "00:05:00", "keep_firing_for": " 5 ", "repeat_interval": "1.5H" }""")]
    [InlineData("""{ "$schema": "rules.schema.json", "name": "x", "conditions": [LEAF], "priority": 0, "group_by": ["model", "tag:env"], "state": "firing", "version": 3, "actions": { "channels": [] } }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "for": "1d2h3m4s5ms" }""")]
    public async Task Judge_OfARightRule_AgreesWithTheReader(string json)
    {
        Assert.True(ReaderTakes(json.Replace("LEAF", Leaf, StringComparison.Ordinal)));
        Assert.Empty((await Schema.Value).Validate(json.Replace("LEAF", Leaf, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{ "conditions": [LEAF] }""")]
    [InlineData("""{ "name": " ", "conditions": [LEAF] }""")]
    [InlineData("""{ "name": "x" }""")]
    [InlineData("""{ "name": "x", "conditions": [] }""")]
    [InlineData("""{ "name": "x", "logic": LEAF, "conditions": [LEAF] }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "cooldwn": 5 }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "id": "No Slug" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "priority": "urgent" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "priority": 7 }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "time_window": 0 }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "time_window": 44641 }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "for": "5 minutes" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "for": "" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "for": "1s1m" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "for": "-5m" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "group_by": ["modell"] }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "group_by": ["model", "model"] }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "group_by": "model" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "is_active": "yes" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "runbook_url": "javascript:alert(1)" }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "labels": { "a": [] } }""")]
    [InlineData("""{ "name": "x", "conditions": [LEAF], "actions": { "chanels": [] } }""")]
    [InlineData("""{ "name": "x", "logic": { "type": "XOR", "conditions": [LEAF] } }""")]
    [InlineData("""{ "name": "x", "logic": { "type": "NOT", "conditions": [LEAF, LEAF] } }""")]
    [InlineData("""{ "name": "x", "logic": { "type": "AND" } }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "eror_rate", "operator": ">", "threshold": 1 }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": "=>", "threshold": 1 }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": ">", "threshold": "1" }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": ">" }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "operator": ">", "threshold": 1 }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 1, "compare_to": "previous_window" }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 1, "min_requests": 1.5 }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 1, "filter": { "modl": "x" } }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "field": "errors", "operator": ">", "threshold": 1 }] }""")]
    [InlineData("""{ "name": "x", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 1, "value": 1 }] }""")]
    [InlineData("42")]
    public async Task Judge_OfAWrongRule_AgreesWithTheReader(string json)
    {
        Assert.False(ReaderTakes(json.Replace("LEAF", Leaf, StringComparison.Ordinal)));
        Assert.NotEmpty((await Schema.Value).Validate(json.Replace("LEAF", Leaf, StringComparison.Ordinal)));
    }

    private static bool ReaderTakes(string json)
    {
        var (rules, malformed) = RuleReader.Read(json, null);
        return malformed.Count == 0 && new RuleCompiler(ChannelIds.BuiltIn).Compile(rules).Mistakes.Count == 0;
    }

    private static async Task<IEnumerable<string>> ProblemsOfFileAsync(string path)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path), documentOptions: options)!.ToJsonString();
        return (await Schema.Value).Validate(json).Select(problem => $"{path}: {problem}");
    }

    /// <summary>The same with metrics that exist and filters that do.</summary>
    private static LogicNode KnownOnly(LogicNode node, string metric) => node switch
    {
        LogicGroup group => group with { Conditions = [.. group.Conditions.Select(child => KnownOnly(child, metric))] },
        Condition condition => condition with { Metric = MetricCatalog.Find(condition.Metric)?.Name ?? metric, Filter = new Dictionary<string, string> { ["model"] = "gpt-*" } },
        _ => node,
    };
}
