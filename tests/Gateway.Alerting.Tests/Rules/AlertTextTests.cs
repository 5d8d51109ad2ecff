using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Tests.Rules;

public class AlertTextTests
{
    [Theory]
    [InlineData("daily_cost", 500, "$500")]
    [InlineData("daily_cost", 1_027.234, "$1,027.23")]
    [InlineData("daily_cost", 0.2, "$0.20")]
    [InlineData("daily_cost", 0.05, "$0.0500")]
    [InlineData("cost_per_token", 0.0000021, "$0.0000021")]
    [InlineData("cost_per_hour", 12.5, "$12.50 an hour")]
    [InlineData("error_rate", 12.5, "12.5 %")]
    [InlineData("p95_latency", 8_200, "8.2 s")]
    [InlineData("errors", 3, "3")]
    public void Value_OfAMetric_HasItsUnit(string metric, double value, string expected) => Assert.Equal(expected, AlertText.Value(metric, value));

    [Fact]
    public void Reading_OfAChange_IsInPercentWhateverTheMetric() =>
        Assert.Equal("34.5 % (over 20 %)", AlertText.Reading(new ConditionReading("total_cost", "change>", 20, 34.5, true, 10, null)));
}
