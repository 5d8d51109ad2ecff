using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Rules;

public class RuleCompilerTests
{
    [Theory]
    [InlineData("""{ "metric": "eror_rate", "operator": ">", "threshold": 1 }""", "unknown metric 'eror_rate'; did you mean 'error_rate'?")]
    [InlineData("""{ "metric": "errors", "operator": ">", "threshold": 1, "filter": { "modl": "x" } }""", "unknown filter 'modl'; did you mean 'model'?")]
    [InlineData("""{ "metric": "errors", "operator": ">", "threshold": 5, "recovery": 9 }""", "'recovery' of errors must lie on the clear side")]
    public void Compile_WrongCondition_SaysWhatIsMeant(string condition, string expected) =>
        Assert.Contains(Mistakes($$"""{ "name": "x", "conditions": [ {{condition}} ] }"""), message => message.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Compile_UnknownChannelAndGroup_AreBothReported() => Assert.Equal(
        ["unknown dimension 'modell'; did you mean 'model'? (rule 'x')", "unknown channel 'slak'; did you mean 'slack'? (rule 'x')"],
        Mistakes("""{ "name": "x", "group_by": ["modell"], "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ], "actions": { "channels": ["slak", "slack_webhook"] } }"""));

    [Fact]
    public void Compile_UnknownMetric_PointsAtIt()
    {
        var (definitions, _) = RuleReader.Read("{ \"name\": \"x\",\n  \"conditions\": [\n    { \"metric\": \"nope\", \"operator\": \">\", \"threshold\": 1 } ] }", "a.json");

        var mistake = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions).Mistakes.Single();

        Assert.StartsWith("a.json:3:17: conditions[0].metric: unknown metric 'nope'", mistake.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "metric": "errors", "operator": ">", "threshold": 1, "filter": { "modl": "x" } }""", "conditions[0].filter.modl")]
    [InlineData("""{ "metric": "errors", "operator": ">", "threshold": 1, "recovery": 5 }""", "conditions[0].recovery")]
    [InlineData("""{ "metric": "daily_cost", "operator": "change>", "threshold": 1 }""", "conditions[0].operator")]
    public void Compile_OfAWrongField_PointsAtIt(string condition, string expected)
    {
        var (definitions, _) = RuleReader.Read($$"""{ "name": "x", "conditions": [ {{condition}} ] }""", "a.json");

        Assert.Equal(expected, new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions).Mistakes.Single().Path);
    }

    [Fact]
    public void Compile_OfAGroupNamedTwice_IsRefused() => Assert.Equal(
        ["'model' is named twice; keep one (rule 'x')"],
        Mistakes("""{ "name": "x", "group_by": ["model", "model"], "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }"""));

    [Fact]
    public void Compile_SameIdTwice_NamesBothPlaces()
    {
        const string rule = """{ "name": "Same", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }""";

        Assert.Equal(["'same' is already the id of a rule in a.json:1; ids are unique"], Mistakes($"[{rule},\n{rule}]"));
    }

    [Fact]
    public void ExampleRules_AllCompile()
    {
        var (definitions, malformed) = RuleFiles.Load(Path.Combine(Repository.Root, "config/rules"), "config/rules");
        var (rules, unbound) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);

        Assert.Empty(malformed);
        Assert.Empty(unbound);
        Assert.NotEmpty(rules);
    }

    private static IEnumerable<string> Mistakes(string json)
    {
        var (definitions, malformed) = RuleReader.Read(json, "a.json");
        Assert.Empty(malformed);
        return new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions).Mistakes.Select(mistake => mistake.Message);
    }
}
