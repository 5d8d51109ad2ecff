using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Tests.Rules;

public class RuleReaderTests
{
    /// <summary>Every form of the contract in one rule.</summary>
    private const string Whole = """
        {
          "id": "budget-spike", "name": "Budget Spike Alert", "description": "…", "runbook_url": "https://runbooks.example/spend", "labels": { "team": "search" },
          "logic": { "type": "AND", "conditions": [
              { "metric": "daily_cost", "operator": ">", "threshold": 500 },
              { "field": "cost_change_percent", "operator": ">", "value": 20 },
              { "type": "or", "conditions": [
                { "metric": "p95_latency", "operator": ">", "threshold": 8000, "time_window": "5m", "filter": { "model": "gpt-*", "streaming": true } },
                { "metric": "error_rate", "operator": ">=", "threshold": 10, "recovery": 5, "min_requests": 20 } ] } ] },
          "group_by": ["model"], "time_window": 30, "cooldown": 60,
          "for": "2m", "keep_firing_for": "1m", "repeat_interval": "4h",
          "priority": "high", "no_data": "keep_last", "auto_resolve": false, "is_active": true,
          "actions": { "channels": ["email", "slack", "in_app"], "send_resolved": true }, // comments are fine
        }
        """;

    [Fact]
    public void Read_TheWholeForm_KeepsEveryField()
    {
        var (rules, mistakes) = RuleReader.Read(Whole, null);

        Assert.Empty(mistakes);
        var rule = Assert.Single(rules);
        Assert.Equal(("budget-spike", "Budget Spike Alert", "https://runbooks.example/spend"), (rule.Id, rule.Name, rule.RunbookUrl));
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1)), (rule.TimeWindow, rule.Cooldown, rule.For, rule.KeepFiringFor));
        Assert.Equal((AlertPriority.High, NoDataPolicy.KeepLast, false, TimeSpan.FromHours(4)), (rule.Priority, rule.NoData, rule.AutoResolve, rule.RepeatInterval));
        var and = Assert.IsType<LogicGroup>(rule.Logic);
        var or = Assert.IsType<LogicGroup>(and.Conditions[2]);
        Assert.Equal((LogicOperator.And, LogicOperator.Or), (and.Operator, or.Operator));
        var latency = Assert.IsType<Condition>(or.Conditions[0]);
        Assert.Equal(("p95_latency", 8000, TimeSpan.FromMinutes(5), "gpt-*", "true"), (latency.Metric, latency.Threshold, latency.TimeWindow, latency.Filter["model"], latency.Filter["streaming"]));
        var errors = Assert.IsType<Condition>(or.Conditions[1]);
        Assert.Equal((5.0, 20L), (errors.Recovery, errors.MinRequests));
        Assert.Equal("cost_change_percent", Assert.IsType<Condition>(and.Conditions[1]).Metric);
    }

    [Fact]
    public void Read_Defaults_AreTheDocumentedOnes()
    {
        var (rules, _) = RuleReader.Read("""{ "name": "Cost > 5 $!", "conditions": [ { "metric": "total_cost", "operator": ">", "threshold": 5 } ] }""", null);

        var rule = rules.Single();
        Assert.Equal("cost-5", rule.Id);
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.Zero, AlertPriority.Medium, NoDataPolicy.Ok), (rule.TimeWindow, rule.Cooldown, rule.For, rule.Priority, rule.NoData));
        Assert.Null(rule.Channels);
        Assert.True(rule is { AutoResolve: true, IsActive: true, SendResolved: true });
    }

    [Fact]
    public void Read_SeveralMistakes_ReportsAllWithTheirPlaces()
    {
        var (rules, mistakes) = RuleReader.Read(
            """
            [
              { "name": "A", "conditions": [ { "metric": "errors", "operator": "=>", "threshold": "5" } ], "cooldwn": 5 },
              { "name": "B", "logic": { "type": "XOR", "conditions": [] } },
              { "name": "C", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1, "time_window": "40d" } ] }
            ]
            """,
            "config/rules/test.json");

        Assert.Empty(rules);
        Assert.Equal(
            [
                "config/rules/test.json:2:68: [0].conditions[0].operator: '=>' is not an operator; allowed: > < >= <= = != change> change<",
                "config/rules/test.json:2:87: [0].conditions[0].threshold: must be a number",
                "config/rules/test.json:2:107: [0].cooldwn: unknown field 'cooldwn'; did you mean 'cooldown'?",
                "config/rules/test.json:3:37: [1].logic.type: a group's 'type' must be AND, OR or NOT",
                "config/rules/test.json:3:27: [1].logic: a group needs at least one entry in 'conditions'",
                "config/rules/test.json:4:104: [2].conditions[0].time_window: must be a length of time such as \"500ms\", \"30s\", \"5m\", \"1h30m\", \"7d\" or \"00:05:00\", or a number of minutes, from 1s to 31d",
            ],
            mistakes.Select(mistake => mistake.ToString()));
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("{ \"name\": ", "is not valid JSON")]
    [InlineData("{ \"name\": \"\\ud800\" }", "no Unicode")]
    [InlineData("{ \"name\": \"x\", \"logic\": { \"type\": \"7\", \"conditions\": [ {} ] } }", "must be AND, OR or NOT")]
    [InlineData("42", "a rule must be a JSON object")]
    [InlineData("{}", "a rule needs a name")]
    [InlineData("""{ "name": "x" }""", "a rule needs 'logic', or 'conditions'")]
    [InlineData("""{ "name": "x", "conditions": [] }""", "at least one condition")]
    [InlineData("""{ "name": "x", "name": "y", "conditions": [] }""", "is written twice")]
    [InlineData("""{ "name": "x", "labels": { "a": "1", "a": "2" }, "conditions": [] }""", "is written twice")]
    [InlineData("""{ "name": "x", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1, "value": 2 } ] }""", "'value' is another word for 'threshold'")]
    [InlineData("""{ "name": "x", "id": "No Slug", "conditions": [] }""", "an id is 1 to 100")]
    [InlineData("""{ "name": "x", "runbook_url": "javascript:alert(1)", "conditions": [] }""", "must be an http or https address")]
    [InlineData("""{ "name": "x", "priority": "urgent", "conditions": [] }""", "must be critical, high, medium or low")]
    [InlineData("""{ "name": "x", "priority": "7", "conditions": [] }""", "must be critical, high, medium or low")]
    [InlineData("""{ "name": "x", "logic": { "type": "NOT", "conditions": [ {}, {} ] } }""", "NOT takes exactly one")]
    [InlineData("""{ "name": "x", "cooldown": "-5m", "conditions": [] }""", "must be a length of time")]
    public void Read_Wrong_SaysWhatIsAllowed(string json, string expected)
    {
        var (_, mistakes) = RuleReader.Read(json, null);

        Assert.Contains(mistakes, mistake => mistake.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NestedTooDeep_IsRefused()
    {
        var leaf = """{ "metric": "errors", "operator": ">", "threshold": 1 }""";
        var deep = Enumerable.Range(0, 9).Aggregate(leaf, (inner, _) => $$"""{ "type": "AND", "conditions": [ {{inner}} ] }""");

        var (_, mistakes) = RuleReader.Read($$"""{ "name": "x", "logic": {{deep}} }""", null);

        Assert.Contains(mistakes, mistake => mistake.Message == "logic is nested at most 8 deep");
    }

    [Fact]
    public void Read_OfMistakesOnOneLine_PointsAtTheCharacterOfEach()
    {
        var line = """[{"name":"é","priority":"x","conditions":[]},{"name":"日本","priority":"y","conditions":[]}]""";

        var (_, mistakes) = RuleReader.Read("\n" + line, null);

        Assert.Equal(
            [(2, line.IndexOf("\"x\"", StringComparison.Ordinal) + 1), (2, line.IndexOf("\"y\"", StringComparison.Ordinal) + 1)],
            mistakes.Where(mistake => mistake.Path.EndsWith("priority", StringComparison.Ordinal)).Select(mistake => (mistake.Line, mistake.Column)));
    }

    [Fact]
    public void Read_TooManyConditions_IsRefused()
    {
        var conditions = string.Join(',', Enumerable.Repeat("""{ "metric": "errors", "operator": ">", "threshold": 1 }""", 51));

        var (_, mistakes) = RuleReader.Read($$"""{ "name": "x", "conditions": [ {{conditions}} ] }""", null);

        Assert.Contains(mistakes, mistake => mistake.Message == "a rule has at most 50 conditions, this one has 51");
    }
}
