namespace Gateway.LoadBench;

/// <summary>One target under one scenario in one round.</summary>
/// <param name="CpuUs">Processor time per request; for the gateway it includes what it still did after the last answer.</param>
internal readonly record struct Measurement(string Scenario, string Target, int Round, Load Load, double CpuUs)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);

    public static Measurement Take(Scenario scenario, Server target, int round, int seconds)
    {
        var before = target.Cpu;
        var load = Load.Run(scenario, target.Url, seconds);
        Drain(target);
        return new(scenario.Key, target.Name, round, load, (target.Cpu - before).TotalMicroseconds / load.Requests);
    }

    /// <summary>Waits until the target does nothing any more, so that work it put off is charged to it and not to the next.</summary>
    private static void Drain(Server target)
    {
        var quiet = 0;
        for (var waited = TimeSpan.Zero; quiet < 4 && waited < LongestDrain; waited += Look)
        {
            var before = target.Cpu;
            Thread.Sleep(Look);
            quiet = target.Cpu - before <= TimeSpan.FromMilliseconds(10) ? quiet + 1 : 0;
        }
    }
}
