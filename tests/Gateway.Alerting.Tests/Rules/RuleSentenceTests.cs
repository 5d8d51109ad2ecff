using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Tests.Rules;

/// <summary>Rules in words, as a table.</summary>
public class RuleSentenceTests
{
    [Theory]
    [InlineData(
        """ "group_by": ["model"], "for": "2m", "conditions": [{ "metric": "total_cost", "operator": ">", "threshold": 10, "time_window": "1h" }, { "metric": "error_rate", "operator": ">=", "threshold": 10, "min_requests": 20 }] """,
        "Alert when cost over 1 h is over $10 and error rate over 5 min is at least 10 % (at least 20 requests), per model, once that has held for 2 min.")]
    [InlineData(
        """ "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 500 }] """,
        "Alert when cost of the day is over $500.")]
    [InlineData(
        """ "logic": { "metric": "error_rate", "operator": ">=", "threshold": 10, "recovery": 5, "min_requests": 20 } """,
        "Alert when error rate over 5 min is at least 10 % (at least 20 requests; then until it is under 5 %).")]
    [InlineData(
        """ "conditions": [{ "metric": "p95_latency", "operator": ">", "threshold": 8000, "recovery": 500, "filter": { "model": "gpt-*", "api_key": "sk-*" } }] """,
        "Alert when p95 latency of calls with model gpt-* and api key sk-* over 5 min is over 8 s (then until it is at most 500 ms).")]
    [InlineData(
        """ "logic": { "type": "OR", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 5 }, { "metric": "total_requests", "operator": "<", "threshold": 1 }, { "metric": "total_tokens", "operator": "=", "threshold": 0 }] } """,
        "Alert when either number of errors over 5 min is over 5, number of requests over 5 min is under 1 or number of tokens over 5 min is exactly 0.")]
    [InlineData(
        """ "logic": { "type": "AND", "conditions": [{ "metric": "daily_cost", "operator": ">", "threshold": 5 }, { "type": "OR", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 5 }, { "metric": "failures", "operator": ">", "threshold": 9 }] }] } """,
        "Alert when cost of the day is over $5 and (either number of errors over 5 min is over 5 or number of failures over 5 min is over 9).")]
    [InlineData(
        """ "logic": { "type": "OR", "conditions": [{ "type": "AND", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 5 }, { "metric": "failures", "operator": ">", "threshold": 9 }] }, { "type": "NOT", "conditions": [{ "metric": "total_requests", "operator": ">=", "threshold": 1 }] }] } """,
        "Alert when either (number of errors over 5 min is over 5 and number of failures over 5 min is over 9) or not (number of requests over 5 min is at least 1).")]
    [InlineData(
        """ "group_by": ["provider", "tag:env"], "keep_firing_for": "90s", "no_data": "alert", "time_window": "90m", "conditions": [{ "metric": "avg_ttft", "operator": ">", "threshold": 5000 }] """,
        "Alert when average time to first token over 1 h 30 min is over 5 s, or when there are no calls at all, per provider and tag:env, until it has not held for 1 min 30 s.")]
    [InlineData(
        """ "no_data": "keep_last", "conditions": [{ "metric": "requests_per_minute", "operator": "!=", "threshold": 3 }] """,
        "Alert when requests per minute over 5 min is other than 3, and stay as it was while there are no calls at all.")]
    [InlineData(
        """ "conditions": [{ "metric": "total_cost", "operator": "change>", "threshold": 50, "time_window": "1h", "compare_to": "same_time_yesterday" }] """,
        "Alert when the change of cost over 1 h against the same time yesterday is over 50 %.")]
    public void Sentence_OfRule_SaysWhenItAlerts(string fields, string sentence)
    {
        var (rules, mistakes) = RuleReader.Read($$"""{ "name": "n", {{fields}} }""", "test.json");
        Assert.Empty(mistakes);
        Assert.Equal(sentence, RuleSentence.Of(rules.Single()));
    }

    [Fact]
    public void Sentence_OfAnyMetric_HasNoUnderscore() => Assert.All(
        MetricCatalog.All,
        metric => Assert.DoesNotContain('_', MetricWords.Of(metric.Name)));
}
