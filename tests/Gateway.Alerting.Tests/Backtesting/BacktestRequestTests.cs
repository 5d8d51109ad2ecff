using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Rules;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>What may be asked of a backtest, and what is said about everything else.</summary>
public class BacktestRequestTests
{
    private const string Rule = """{ "name": "n", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }""";

    [Fact]
    public void Request_WithRuleAndRange_IsTaken()
    {
        var (request, mistakes) = Read($$"""{ "rule": {{Rule}}, "from": "2026-03-01", "to": "2026-03-02T12:00:00+01:00" }""");

        Assert.Empty(mistakes);
        Assert.Equal((new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 11, 0, 0, TimeSpan.Zero)), (request!.From, request.To));
    }

    [Fact]
    public void Request_WithoutAnEnd_GoesUpToNow() => Assert.Equal(Some.Noon, Read($$"""{ "rule": {{Rule}}, "from": "2026-03-01" }""").Request!.To);

    [Fact]
    public void Request_MayNameRulesInForceAndSeveralToCompareWith()
    {
        var (request, mistakes) = Read($$"""{ "rule": "known", "from": "2026-03-01", "compare": [{{Rule}}, {{Rule}}] }""");

        Assert.Empty(mistakes);
        Assert.Equal(["known", "n", "n"], request!.Rules.Select(rule => rule.Id));
    }

    [Theory]
    [InlineData("""{ "from": "2026-03-01" }""", "", "needs a 'rule': one as in a rule file, or the id of one in force")]
    [InlineData("""{ "rule": "unknown", "from": "2026-03-01" }""", "rule", "there is no rule 'unknown' in force")]
    [InlineData("""{ "rule": "known" }""", "", "needs a 'from': an RFC 3339 time such as \"2026-03-14T09:30:00Z\" or a date such as \"2026-03-14\"")]
    [InlineData("""{ "rule": "known", "from": "yesterday" }""", "from", "must be an RFC 3339 time such as \"2026-03-14T09:30:00Z\" or a date such as \"2026-03-14\"")]
    [InlineData("""{ "rule": "known", "from": "2026-03-02", "to": "2026-03-02" }""", "from", "must be before 'to'")]
    [InlineData("""{ "rule": "known", "from": "2026-01-01", "to": "2026-03-02" }""", "from", "must be at most 31 d before 'to'")]
    [InlineData("""{ "rule": "known", "from": "2026-03-01", "until": 1 }""", "until", "unknown field 'until'; allowed: rule, compare, from, to, series")]
    [InlineData("""{ "rule": { "name": "n", "conditions": [ { "metric": "error", "operator": ">", "threshold": 5 } ] }, "from": "2026-03-01" }""", "rule.conditions[0].metric", "unknown metric 'error'; did you mean 'errors'? (rule 'n')")]
    [InlineData("[]", "", """must be an object such as {"rule": {…}, "from": "2026-03-01", "to": "2026-03-08"}""")]
    public void Request_WithAMistake_IsRefusedWithItsPath(string json, string path, string message)
    {
        var (request, mistakes) = Read(json);

        Assert.Null(request);
        Assert.Equal((path, message), (Assert.Single(mistakes).Path, mistakes[0].Message));
    }

    private static (BacktestRequest? Request, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json)
    {
        var compiler = new RuleCompiler(ChannelIds.BuiltIn);
        var (known, _) = SingleRule.Read(Rule.Replace("\"n\"", "\"Known\"", StringComparison.Ordinal), compiler);
        return BacktestRequest.Read(json, compiler, id => id == "known" ? known : null, Some.Noon);
    }
}
