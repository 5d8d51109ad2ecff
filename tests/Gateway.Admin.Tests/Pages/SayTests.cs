using Gateway.Admin.Tests.Hosting;
using Gateway.Admin.Words;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Pages;

public sealed class SayTests
{
    [Theory]
    [InlineData("error_rate", 21.364, "21.36 %")]
    [InlineData("error_rate", 10d, "10 %")]
    [InlineData("error_rate", 0.05, "0.05 %")]
    [InlineData("cost_change_percent", 34.5, "34.5 %")]
    [InlineData("daily_cost", 0.688, "$0.69")]
    [InlineData("cost_per_hour", 38.4, "$38.40 an hour")]
    [InlineData("p95_latency", 9_877d, "9.88 s")]
    [InlineData("daily_cost", 12_345.6, "$12,345.60")]
    [InlineData("daily_cost", 0.1, "$0.10")]
    [InlineData("daily_cost", 0.0517, "$0.0517")]
    [InlineData("cost_per_token", 0.0000021, "$0.0000021")]
    [InlineData("oldest_in_flight", 45d, "45 s")]
    [InlineData("output_tokens_per_second", 61.5, "61.5 tokens/s")]
    [InlineData("errors", 1_204d, "1,204")]
    [InlineData("made_up", 1.5, "1.5")]
    [InlineData("errors", null, "–")]
    public void Value_OfMetric_HasItsUnit(string metric, double? value, string expected) => Assert.Equal(expected, Say.Value(metric, value));

    [Fact]
    public void Percent_InTileAndCondition_IsWrittenTheSame() => Assert.Equal(Say.Percent(21.364), Say.Value("error_rate", 21.364));

    [Theory]
    [InlineData("daily_cost", "Cost of the day")]
    [InlineData("total_requests", "Number of requests")]
    [InlineData("p95_latency", "p95 latency")]
    [InlineData("cache_hit_rate", "Cache hit rate")]
    [InlineData("made_up", "Made up")]
    public void Metric_OfAName_IsWhatRulesCallIt(string name, string expected) => Assert.Equal(expected, Say.Metric(name));

    [Fact]
    public void Value_OfAChange_IsInPercentWhateverTheMetric() => Assert.Equal("34.5 %", Say.Value(new ConditionReading("total_cost", "change>", 20, 34.5, true, 10, null), 34.5));

    [Theory]
    [InlineData("cost of the day is $0.69 (over $0.50)", "Cost of the day is $0.69 (over $0.50)")]
    [InlineData("p95 latency is 9.88 s (over 8 s)", "p95 latency is 9.88 s (over 8 s)")]
    [InlineData("model gpt-5.4: error rate is 12.4 % (over 10 %)", "Model gpt-5.4: error rate is 12.4 % (over 10 %)")]
    public void What_OfAnAlert_BeginsAsSentencesDo(string stored, string expected) => Assert.Equal(
        expected, Say.What(Scene.Alert("a", "A", AlertPriority.High, 1, stored, new("error_rate", ">", 10, 12.4, true, 10, null))));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(725, "12 min")]
    [InlineData(7_200, "2 h")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Lasted_OfATime_HasItsTwoLargestUnits(int seconds, string expected) => Assert.Equal(expected, Say.Lasted(TimeSpan.FromSeconds(seconds)));
}
