using CsCheck;
using Gateway.Alerting.Calls;

namespace Gateway.Tests.Capture;

public sealed class InFlightCallsTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Calls_EnteringAndLeavingInAnyOrder_AreCountedAndTheOldestIsKnown() =>
        Gen.Int[0, 9].List[0, 60].Sample(steps =>
        {
            var calls = new InFlightCalls();
            var open = new List<(InFlightCalls.Entry Entry, DateTimeOffset At)>();
            for (var i = 0; i < steps.Count; i++)
            {
                if (steps[i] < open.Count)
                {
                    open[steps[i]].Entry.Leave();
                    open[steps[i]].Entry.Leave();
                    open.RemoveAt(steps[i]);
                }
                else
                {
                    open.Add((calls.Enter(Epoch.AddSeconds(i)), Epoch.AddSeconds(i)));
                }

                Assert.Equal(open.Count, calls.Count);
                Assert.Equal(open.Count == 0 ? null : open.Min(call => call.At), calls.OldestStartedAt);
            }
        });

    [Fact]
    public async Task Calls_OfManyThreads_LeaveNothingBehind()
    {
        var calls = new InFlightCalls();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var first = calls.Enter(Epoch);
                var second = calls.Enter(Epoch);
                first.Leave();
                second.Leave();
            }
        })));

        Assert.Equal((0, null), (calls.Count, calls.OldestStartedAt));
    }
}
