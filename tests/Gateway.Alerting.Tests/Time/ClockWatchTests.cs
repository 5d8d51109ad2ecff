using Gateway.Alerting.Time;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Time;

public class ClockWatchTests
{
    private readonly SetClock _time = new();

    [Fact]
    public void Look_WhileTimePasses_SeesNoJump()
    {
        var watch = new ClockWatch(_time);
        _time.Pass(TimeSpan.FromHours(3));

        Assert.Equal(TimeSpan.Zero, watch.Look());
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(-3)]
    public void Look_AfterTheClockWasSet_SaysByHowMuchAndOnce(int seconds)
    {
        var watch = new ClockWatch(_time);
        _time.Pass(TimeSpan.FromSeconds(1));
        _time.Set(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(seconds), watch.Look());
        Assert.Equal(TimeSpan.Zero, watch.Look());
    }

    [Fact]
    public void Look_AfterASmallCorrection_SeesNoJump()
    {
        var watch = new ClockWatch(_time);
        _time.Set(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, watch.Look());
    }

    /// <summary>A wall clock that can be set, over time that only passes.</summary>
    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _wall = Some.Noon;
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _passed;

        public void Pass(TimeSpan span)
        {
            _wall += span;
            _passed += span.Ticks;
        }

        public void Set(TimeSpan by) => _wall += by;
    }
}
