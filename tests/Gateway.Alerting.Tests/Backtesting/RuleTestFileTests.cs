using Gateway.Alerting.Backtesting.RuleTests;
using Gateway.Alerting.Rules;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>Files of rule tests: what passes, what fails and how that reads, and mistakes with their place.</summary>
public sealed class RuleTestFileTests : IDisposable
{
    private const string Rule = """{ "id": "errors", "name": "Errors", "time_window": "1m", "cooldown": "5m", "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 10, "min_requests": 20 } ] }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-rule-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ShippedTests_AllPass()
    {
        var files = RuleFiles.Find(Path.Combine(Repository.Root, "config/rule-tests"));
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            var (file, mistakes) = new RuleTestReader(new RuleCompiler(ChannelIds.BuiltIn)).Read(path, Path.GetFileName(path));
            Assert.Empty(mistakes);
            Assert.All(file!.Tests, test => Assert.Empty(RuleTestRun.Failures(test, file.Rules, new AlertingOptions())));
        }
    }

    [Fact]
    public void Test_ThatComesTrue_HasNoFailures() => Assert.Empty(Failures("""
        "calls": [ { "at": "1s", "every": "1s", "count": 60 }, { "at": "30s", "every": "1s", "count": 10, "outcome": "server_error" } ],
        "expect": [ { "at": "10s", "state": "normal", "alerts": 0 }, { "at": "40s", "state": "firing", "alerts": 1, "suppressed": 0 } ]
        """));

    [Fact]
    public void Test_ThatDoesNotComeTrue_SaysWhatWasExpectedWhatCameAndWhatTheRuleSaw()
    {
        var failure = Assert.Single(Failures("""
            "calls": [ { "at": "1s", "every": "1s", "count": 8, "outcome": "timeout" } ],
            "expect": [ { "at": "10s", "state": "firing", "alerts": 1 } ]
            """));

        Assert.Equal(["expected state firing, got normal", "expected alerts 1, got 0"], failure.Differences);
        Assert.Equal(["AND: not met", "  error_rate >= 10: was 100 over 8 requests, 8 of 20 requests: not met"], failure.Numbers);
        Assert.Equal((5, 13), (failure.Expectation.Position.Line, failure.Expectation.Position.Column));
    }

    [Fact]
    public void Test_OfCalls_KnowsEveryFieldOfACall()
    {
        var file = Read("""{ "at": "1m", "model": "o5", "cost_usd": 0.25, "latency_ms": 1500, "ttft_ms": 200, "tokens": { "input": 10, "output": 5 }, "user": "ann", "tags": ["prod"], "streaming": true }""").File!;

        var call = file.Tests.Single().Calls.Single().Call;
        Assert.Equal(("openai", "o5", 0.25m, 1500.0, 15L, "ann"), (call.Provider, call.Model, call.Cost.Amount!.Value.Dollars, call.Latency.TotalMilliseconds, call.Tokens.Total, call.User));
    }

    [Fact]
    public void Test_OfCallWithoutCost_IsFreeUnlessItSaysUnpriced()
    {
        var free = Read("""{ "at": "0s" }""").File!.Tests.Single().Calls.Single().Call;
        var unpriced = Read("""{ "at": "0s", "price_status": "unpriced" }""").File!.Tests.Single().Calls.Single().Call;

        Assert.Equal(0m, free.Cost.Amount!.Value.Dollars);
        Assert.Null(unpriced.Cost.Amount);
    }

    [Fact]
    public void File_WithMistakes_ReportsAllOfThemWithTheirPlace()
    {
        var path = Write("""
            { "rules": ["none.json"], "tests": [
              { "calls": [
                  { "every": "1s", "outcome": "bad" },
                  { "at": "1s", "tokens": { "input": -1 } },
                  { "at": "1s", "modle": "o5" } ],
                "expect": [
                  { "at": "soon", "state": "burning" },
                  { "at": "1m" } ] } ] }
            """);

        var (_, mistakes) = new RuleTestReader(new RuleCompiler(ChannelIds.BuiltIn)).Read(path, "t.json");

        Assert.Equal(
            [
                "t.json:1:13: rules[0]: there is no file or folder 'none.json' (relative to this file)",
                "t.json:2:3: tests[0]: a test needs a name that says what it shows",
                "t.json:3:7: tests[0].calls[0]: needs an 'at': the time since the test's start, such as \"2m\"",
                "t.json:3:35: tests[0].calls[0].outcome: must be one of success, client_error, rate_limited, overloaded, server_error, timeout, connection_error, stream_error, stream_truncated, client_cancelled, was \"bad\"",
                "t.json:4:42: tests[0].calls[1].tokens.input: must be a whole number >= 0 and <= 1000000000000, was -1",
                "t.json:5:30: tests[0].calls[2].modle: is not a field; did you mean 'model'?",
            ],
            mistakes.Select(mistake => mistake.ToString()).Take(6));
        Assert.Contains(mistakes, mistake => mistake.ToString().StartsWith("t.json:7:15: tests[0].expect[0].at: must be a length of time", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.ToString() == "t.json:7:32: tests[0].expect[0].state: must be one of normal, pending, firing, recovering, no_data");
        Assert.Contains(mistakes, mistake => mistake.ToString() == "t.json:8:7: tests[0].expect[1]: says nothing to look for: give 'state', 'alerts' or 'suppressed'");
    }

    [Theory]
    [InlineData("""{ "at": "1m", "rule": "error", "alerts": 0 }""", "there is no rule 'error' in this file's 'rules'; did you mean 'errors'?")]
    [InlineData("""{ "at": "1m", "group": { "model": "o5" }, "alerts": 0 }""", "rule 'errors' has no 'group_by'")]
    [InlineData("""{ "at": "1m", "alerts": -1 }""", "must be a whole number, 0 or more")]
    public void Expectation_OfWhatIsNotThere_IsRefused(string expectation, string message)
    {
        var path = Write($$"""{ "rules": [{{Rule}}], "tests": [ { "name": "n", "expect": [ {{expectation}} ] } ] }""");

        var (_, mistakes) = new RuleTestReader(new RuleCompiler(ChannelIds.BuiltIn)).Read(path, "t.json");

        Assert.Equal(message, Assert.Single(mistakes).Message);
    }

    [Fact]
    public void File_ThatIsNotThere_IsAMistake()
    {
        var (_, mistakes) = new RuleTestReader(new RuleCompiler(ChannelIds.BuiltIn)).Read(Path.Combine(_folder.FullName, "no.json"), "no.json");

        Assert.StartsWith("no.json:1:1: cannot be read:", Assert.Single(mistakes).ToString(), StringComparison.Ordinal);
    }

    private IReadOnlyList<FailedExpectation> Failures(string test)
    {
        var path = Write($$"""
            { "rules": [{{Rule}}],
              "tests": [ { "name": "n",

            {{test}} } ] }
            """);
        var (file, mistakes) = new RuleTestReader(new RuleCompiler(ChannelIds.BuiltIn)).Read(path, "t.json");
        Assert.Empty(mistakes);
        return RuleTestRun.Failures(file!.Tests.Single(), file.Rules, new AlertingOptions());
    }

    private (RuleTestFile? File, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string call)
    {
        var read = new RuleTestReader(new RuleCompiler(ChannelIds.BuiltIn))
            .Read(Write($$"""{ "rules": [{{Rule}}], "tests": [ { "name": "n", "calls": [ {{call}} ], "expect": [ { "at": "1m", "alerts": 0 } ] } ] }"""), "t.json");
        Assert.Empty(read.Mistakes);
        return read;
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "t.json");
        File.WriteAllText(path, text);
        return path;
    }
}
