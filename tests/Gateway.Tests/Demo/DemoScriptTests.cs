using Gateway.Demo;

namespace Gateway.Tests.Demo;

public sealed class DemoScriptTests
{
    [Theory]
    [InlineData(0, nameof(DemoMood.Calm))]
    [InlineData(19.9, nameof(DemoMood.Calm))]
    [InlineData(20, nameof(DemoMood.Expensive))]
    [InlineData(40, nameof(DemoMood.Calm))]
    [InlineData(60, nameof(DemoMood.Failing))]
    [InlineData(80, nameof(DemoMood.Calm))]
    [InlineData(119.9, nameof(DemoMood.Calm))]
    [InlineData(140, nameof(DemoMood.Expensive))]
    public void Mood_AtASecond_FollowsThePlot(double second, string mood) =>
        Assert.Equal(mood, DemoScript.MoodAt(TimeSpan.FromSeconds(second)).ToString());

    [Fact]
    public void Rate_ThroughALoop_StaysBetweenFourAndEight()
    {
        var rates = Enumerable.Range(0, 240).Select(second => DemoScript.RateAt(TimeSpan.FromSeconds(second))).ToList();

        Assert.Equal((4.0, 8.0), (Math.Round(rates.Min(), 6), Math.Round(rates.Max(), 6)));
    }
}
