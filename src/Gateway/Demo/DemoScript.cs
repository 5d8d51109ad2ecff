namespace Gateway.Demo;

/// <summary>What the simulated provider is like at the moment.</summary>
internal enum DemoMood
{
    Calm,

    /// <summary>Prompts of the large models are a hundred times as long.</summary>
    Expensive,

    /// <summary>About half of the calls fail: too many requests, overload, internal errors, and errors inside streams that began well.</summary>
    Failing,
}

/// <summary>The demo's plot: a loop of two minutes in which spending and then errors rise, with calm enough behind each that their alerts resolve.</summary>
internal static class DemoScript
{
    public static readonly TimeSpan Loop = TimeSpan.FromSeconds(120);

    private const double Slowest = 4;
    private const double Fastest = 8;

    /// <param name="elapsed">Since the demo began.</param>
    public static DemoMood MoodAt(TimeSpan elapsed) => SecondOfLoop(elapsed) switch
    {
        >= 20 and < 40 => DemoMood.Expensive,
        >= 60 and < 80 => DemoMood.Failing,
        _ => DemoMood.Calm,
    };

    /// <summary>Calls a second: a day's rise and fall in one loop.</summary>
    public static double RateAt(TimeSpan elapsed) =>
        Slowest + ((Fastest - Slowest) * (1 - Math.Cos(2 * Math.PI * SecondOfLoop(elapsed) / Loop.TotalSeconds)) / 2);

    private static double SecondOfLoop(TimeSpan elapsed) => elapsed.TotalSeconds % Loop.TotalSeconds;
}
