using Gateway.Alerting.Delivery.Gates;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Delivery.Gates;

public class TrialTurnsTests
{
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Fact]
    public void Begin_WhileAnotherRuns_WaitsForItsEndButNotForOtherChannels()
    {
        var turns = new TrialTurns(_time);

        Assert.Null(turns.Begin("ops"));
        Assert.Equal("Another test is under way; wait for its end.", turns.Begin("ops")!.Why);
        Assert.Null(turns.Begin("night"));
        turns.End("ops");
        Assert.Null(turns.Begin("ops"));
    }

    [Fact]
    public void Begin_MoreThanTenTimesInAMinute_SaysHowLongToWait()
    {
        var turns = new TrialTurns(_time);
        for (var test = 0; test < TrialTurns.MostPerMinute; test++)
        {
            Assert.Null(turns.Begin("ops"));
            turns.End("ops");
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(new("There were 10 tests within a minute.", TimeSpan.FromSeconds(40)), turns.Begin("ops"));
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(turns.Begin("ops"));
        turns.End("ops");
        Assert.Equal(2, turns.Begin("ops")!.Seconds);
    }
}
