using CsCheck;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Rules;

public class RuleDocumentTests
{
    [Theory]
    [InlineData(RuleDetail.NotDefault)]
    [InlineData(RuleDetail.Everything)]
    public void Write_OfAnyRule_ReadsBackAsTheSame(RuleDetail detail) => SomeRules.Any.Sample(
        rule => AssertSame(rule, Read(RuleDocument.ToJson(rule, detail).ToJsonString(GatewayJson.Options))),
        iter: 2_000);

    [Fact]
    public void Write_OfAnyRule_IsStable() => SomeRules.Any.Sample(
        rule =>
        {
            var written = RuleDocument.Write(rule);
            Assert.Equal(written, RuleDocument.Write(Read(written)));
        },
        iter: 500);

    [Fact]
    public void Write_OfARuleThatSaysLittle_SaysNoMore() => Assert.Equal(
        """
        {
          "id": "spend",
          "name": "Spend",
          "logic": {
            "type": "AND",
            "conditions": [
              {
                "metric": "total_cost",
                "operator": ">",
                "threshold": 5
              }
            ]
          },
          "cooldown": "1h"
        }
        """,
        RuleDocument.Write(Read("""{ "name": "Spend", "conditions": [ { "field": "total_cost", "operator": ">", "value": 5.0 } ], "cooldown": 60, "for": 0, "priority": 2, "is_active": true }""")));

    [Fact]
    public void ToJson_WithEverything_SpellsTheDefaultsOut() => Assert.Equal(
        """{"id":"spend","name":"Spend","logic":{"metric":"total_cost","operator":"change>","threshold":5,"compare_to":"same_time_yesterday"},"time_window":"5m","cooldown":"5m","for":"0s","keep_firing_for":"0s","priority":"medium","no_data":"ok","auto_resolve":true,"is_active":true}""",
        RuleDocument.ToJson(Read("""{ "name": "Spend", "logic": { "metric": "total_cost", "operator": "change>", "threshold": 5, "compare_to": "same_time_yesterday" } }"""), RuleDetail.Everything).ToJsonString(GatewayJson.Options));

    [Fact]
    public void Read_WithWhatTheApiAdds_IsAsIfItWereNotThere()
    {
        var json = RuleDocument.ToJson(Read("""{ "name": "Spend", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }"""), RuleDetail.Everything);
        foreach (var field in RuleReader.ReadOnlyFields)
        {
            json[field] = new System.Text.Json.Nodes.JsonArray(1);
        }

        AssertSame(Read("""{ "name": "Spend", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }"""), Read(json.ToJsonString()));
    }

    [Fact]
    public void Read_OfALengthOfTimeBelowAMillisecond_CutsItToWhatCanBeWritten() =>
        Assert.Equal(TimeSpan.FromMilliseconds(1), Read("""{ "name": "Spend", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ], "for": "1.9ms" }""").For);

    [Fact]
    public void ShippedRules_Written_AreTheSame()
    {
        var (rules, mistakes) = RuleFiles.Load(Path.Combine(Repository.Root, "config/rules"), "config/rules");

        Assert.Empty(mistakes);
        Assert.All(rules, rule => AssertSame(rule, Read(RuleDocument.Write(rule))));
    }

    private static RuleDefinition Read(string json)
    {
        var (rules, mistakes) = RuleReader.Read(json, null);
        Assert.Empty(mistakes);
        return Assert.Single(rules);
    }

    /// <summary>In all but the place of writing.</summary>
    private static void AssertSame(RuleDefinition expected, RuleDefinition actual) => Assert.Equivalent(Placeless(expected), Placeless(actual), strict: true);

    private static RuleDefinition Placeless(RuleDefinition rule) =>
        rule with { Source = new(null, 1), Positions = new Dictionary<string, SourcePosition>(), Logic = Placeless(rule.Logic) };

    private static LogicNode Placeless(LogicNode node) => node switch
    {
        LogicGroup group => group with { Conditions = [.. group.Conditions.Select(Placeless)] },
        Condition condition => condition with { Position = default, Positions = new Dictionary<string, SourcePosition>() },
        _ => node,
    };
}
