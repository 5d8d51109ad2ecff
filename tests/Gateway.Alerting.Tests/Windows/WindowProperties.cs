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

    [Fact]
    public void MaxWindow_AnyTraffic_EqualsBruteForce() => Traffic.Sample(traffic =>
    {
        var layout = new BucketLayout(TimeSpan.FromSeconds(traffic.Length));
        var window = new MaxWindow(layout);
        Replay(layout, traffic.Calls, window, alive => Assert.Equal(alive.Count == 0 ? null : alive.Max(call => call.Value), window.Highest));
    });

    [Fact]
    public void DistinctWindow_AnyTraffic_EqualsBruteForce() => Traffic.Sample(traffic =>
    {
        var layout = new BucketLayout(TimeSpan.FromSeconds(traffic.Length));
        var window = new DistinctWindow(layout);
        var few = traffic.Calls.Select(call => call with { Value = call.Value % 20 }).ToArray();
        Replay(layout, few, window, alive => Assert.Equal(alive.Select(call => call.Value).Distinct().Count(), window.Count));
    });

    [Fact]
    public void DistinctWindow_FarMoreThanItKeeps_IsWithinTwoPercent()
    {
        var window = new DistinctWindow(new(TimeSpan.FromMinutes(5)));
        for (var user = 0; user < 300_000; user++)
        {
            window.Add(Some.Noon.AddMilliseconds(user / 2.0), DistinctWindow.HashOf($"user-{user % 250_000}"));
        }

        Assert.InRange(window.Count, 245_000, 255_000);

        window.AdvanceTo(Some.Noon.AddMinutes(10));
        Assert.Equal(0, window.Count);
    }

    [Fact]
    public void LaggedWindow_AnyTraffic_EqualsBruteForceThatLongAgo() => Gen.Select(Traffic, Gen.OneOfConst(60, 300, 3600, 86_400)).Sample((traffic, lag) =>
    {
        var layout = new BucketLayout(TimeSpan.FromSeconds(traffic.Length));
        var inner = new SumWindow(layout);
        var window = new LaggedWindow(inner, TimeSpan.FromSeconds(traffic.Length), TimeSpan.FromSeconds(lag), () => new SumBatch());
        var width = LaggedWindow.WidthOf(TimeSpan.FromSeconds(traffic.Length), TimeSpan.FromSeconds(lag));
        var (now, raw) = (Some.Noon, new List<(DateTimeOffset Start, long Value)>());
        window.AdvanceTo(now);
        foreach (var call in traffic.Calls)
        {
            now += TimeSpan.FromMilliseconds(call.Pause);
            var at = now - TimeSpan.FromMilliseconds(call.Age);
            window.AdvanceTo(now);
            window.Add(at, call.Value);
            raw.Add((new(at.UtcTicks / width * width, TimeSpan.Zero), call.Value));
            var then = now - TimeSpan.FromSeconds(lag);
            var oldest = layout.BucketOf(then) - layout.Count;
            Assert.Equal(raw.Where(value => value.Start <= then && layout.BucketOf(value.Start) > oldest).Sum(value => value.Value), inner.Total);
        }
    });

    [Fact]
    public void QuantileSketch_AnySplitOverTwo_MergesToTheSame() => Gen.Select(Gen.Long[0, 5_000_000], Gen.Bool).Array[1, 200].Sample(values =>
    {
        var (whole, left, right) = (new QuantileSketch(), new QuantileSketch(), new QuantileSketch());
        foreach (var (value, isLeft) in values)
        {
            whole.Add(QuantileSketch.CellOf(value), 1);
            (isLeft ? left : right).Add(QuantileSketch.CellOf(value), 1);
        }

        left.Add(right);
        Assert.Equal(whole.Count, left.Count);
        Assert.All(new[] { 0, 0.5, 0.95, 1 }, q => Assert.Equal(whole.Quantile(q), left.Quantile(q)));
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
