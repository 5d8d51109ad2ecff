using CsCheck;
using Gateway.Alerting.Windows;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Windows;

/// <summary>A sliding window equals brute force over the raw values, whatever the traffic.</summary>
public class WindowProperties
{
    /// <summary>Window lengths in seconds, and calls as (pause before it in ms, age at arrival in ms, value).</summary>
    private static readonly Gen<(int Length, (int Pause, int Age, long Value)[] Calls)> Traffic = Gen.Select(
        Gen.OneOfConst(1, 7, 30, 60, 90, 300, 3600),
        Gen.Select(Gen.OneOf(Gen.Int[0, 900], Gen.Int[0, 40_000], Gen.Const(4_000_000)), Gen.OneOf(Gen.Const(0), Gen.Int[0, 100_000]), Gen.Long[0, 5_000_000]).Array[0, 200]);

    [Fact]
    public void SumWindow_AnyTraffic_EqualsBruteForce() => Traffic.Sample(traffic =>
    {
        var layout = new BucketLayout(TimeSpan.FromSeconds(traffic.Length));
        var window = new SumWindow(layout);
        Replay(layout, traffic.Calls, window, alive => Assert.Equal(alive.Sum(call => call.Value), window.Total));
    });

    [Fact]
    public void SketchWindow_AnyTraffic_IsWithinItsBoundOfTheTrueQuantile() => Traffic.Sample(traffic =>
    {
        var layout = new BucketLayout(TimeSpan.FromSeconds(traffic.Length));
        var window = new SketchWindow(layout);
        Replay(layout, traffic.Calls, window, alive =>
        {
            Assert.Equal(alive.Count, window.Count);
            foreach (var q in new[] { 0.5, 0.9, 0.95, 0.99, 1 })
            {
                AssertClose(TrueQuantile(alive, q), window.Quantile(q));
            }
        });
    });

    private static void Replay(BucketLayout layout, (int Pause, int Age, long Value)[] calls, IMetricWindow window, Action<IReadOnlyList<(long Bucket, long Value)>> check)
    {
        var now = Some.Noon;
        var raw = new List<(long Bucket, long Value)>();
        window.AdvanceTo(now);
        foreach (var call in calls)
        {
            now += TimeSpan.FromMilliseconds(call.Pause);
            var at = now - TimeSpan.FromMilliseconds(call.Age);
            window.AdvanceTo(now);
            window.Add(at, call.Value);
            raw.Add((layout.BucketOf(at), call.Value));
            var oldest = layout.BucketOf(now) - layout.Count;
            check([.. raw.Where(value => value.Bucket > oldest)]);
        }
    }

    private static double? TrueQuantile(IReadOnlyList<(long Bucket, long Value)> alive, double q) =>
        alive.Count == 0 ? null : alive.Select(call => call.Value).Order().ElementAt((int)Math.Ceiling(q * alive.Count) - 1);

    private static void AssertClose(double? expected, double? actual)
    {
        if (expected is not { } value)
        {
            Assert.Null(actual);
            return;
        }

        // A microsecond is the smallest thing counted.
        var floor = Math.Max(1, value);
        Assert.InRange(actual!.Value, floor * (1 - QuantileSketch.RelativeError), floor * (1 + QuantileSketch.RelativeError));
    }
}
