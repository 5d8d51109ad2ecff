using Gateway.Admin.Tests.Hosting;
using Gateway.Admin.Words;
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
    [InlineData("errors", 1_204d, "1,204")]
    [InlineData("made_up", 1.5, "1.5")]
    [InlineData("errors", null, "–")]
    public void Value_OfMetric_HasItsUnit(string metric, double? value, string expected) => Assert.Equal(expected, Say.Value(metric, value));

    [Fact]
    public void Percent_InTileAndCondition_IsWrittenTheSame() => Assert.Equal(Say.Percent(21.364), Say.Value("error_rate", 21.364));

    [Theory]
    [InlineData("error_rate", 21.364, 10, "error_rate is 21.36 % (over 10 %)", "Error rate is 21.36 % (over 10 %)")]
    [InlineData("daily_cost", 0.688, 0.5, "daily_cost is $0.688 (over $0.5)", "Daily cost is $0.69 (over $0.50)")]
    [InlineData("p95_latency", 9_877, 8_000, "p95_latency is 9.88 s (over 8 s)", "p95 latency is 9.88 s (over 8.00 s)")]
    [InlineData("error_rate", 12.4, 10, "model gpt-5.4: error_rate is 12.4 % (over 10 %)", "Model gpt-5.4: error rate is 12.4 % (over 10 %)")]
    [InlineData("error_rate", 12.4, 10, "Somebody's error_rate was 12.4 %", "Somebody's error_rate was 12.4 %")]
    public void What_OfTheEnginesSentence_UsesTheSameWordsAndNumbers(string metric, double actual, double threshold, string stored, string expected)
    {
        // The engine's own words are part of what is tested: were they to change, nothing would be replaced any more.
        var alert = Scene.Alert("a", "A", AlertPriority.High, 1, stored, new(metric, ">", threshold, actual, true, 10, null));
        Assert.Equal(expected, Say.What(alert));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(725, "12 min")]
    [InlineData(7_200, "2 h")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Lasted_OfATime_HasItsTwoLargestUnits(int seconds, string expected) => Assert.Equal(expected, Say.Lasted(TimeSpan.FromSeconds(seconds)));
}
