using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Tests.Rules;

/// <summary>What people are told of an edit.</summary>
public class RuleEditTests
{
    private const string Before = """
        { "id": "r", "name": "R", "group_by": ["model"], "for": "1m", "cooldown": "5m", "conditions": [
            { "metric": "errors", "operator": ">", "threshold": 5 }, { "metric": "p95_latency", "operator": ">", "threshold": 900, "recovery": 500 } ] }
        """;

    [Fact]
    public void Between_SetsThatSayTheSame_IsNothing() => Assert.Empty(RuleEdit.Between(Set(Before), Set(Before.Replace("\"R\"", "\"Renamed\"", StringComparison.Ordinal))));

    [Fact]
    public void Between_ANewAndARemovedRule_IsNothing() => Assert.Empty(RuleEdit.Between(Set(Before), Set(Before.Replace("\"r\"", "\"other\"", StringComparison.Ordinal))));

    [Theory]
    [InlineData("900", "800", false, "p95_latency > 800 until 500 over 5m begins anew; everything else goes on")]
    [InlineData("\"1m\"", "\"2m\"", false, "'for' is 2m (was 1m), counted from when the rule began to hold; everything else goes on")]
    [InlineData("\"cooldown\": \"5m\"", "\"cooldown\": \"1h\"", false, "'cooldown' is 1h (was 5m), counted from the last alert; everything else goes on")]
    [InlineData("[\"model\"]", "[\"user\"]", true, "it groups by something else, so every state, wait and cooldown begins anew")]
    public void Between_AnEdit_SaysWhatGoesOnAndWhatBeginsAnew(string was, string isNow, bool regroups, string words)
    {
        var edit = Assert.Single(RuleEdit.Between(Set(Before), Set(Before.Replace(was, isNow, StringComparison.Ordinal))));

        Assert.Equal(("r", regroups, words), (edit.RuleId, edit.RegroupsIt, edit.Words));
    }

    private static RuleSet Set(string rule)
    {
        var (definitions, _) = RuleReader.Read(rule, "test.json");
        var (rules, mistakes) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
        Assert.Empty(mistakes);
        return new(rules, IsWhole: true);
    }
}
