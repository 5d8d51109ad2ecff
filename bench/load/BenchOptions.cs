namespace Gateway.LoadBench;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Gateway">Directory of the published gateway.</param>
/// <param name="Baseline">Directory of another build, measured beside it; for tuning.</param>
/// <param name="Output">Where the report is written.</param>
internal sealed record BenchOptions(
    string Gateway, string? Baseline, string? Output, int Rounds, int Seconds, int Starts, long MemoryCalls, string[] Only, bool Quick)
{
    public static BenchOptions Parse(string[] args)
    {
        var quick = args.Contains("--quick");
        return new(
            Text("--gateway") ?? throw new ArgumentException("--gateway <directory of the published gateway> is needed; bench/run.sh gives it."),
            Text("--baseline"),
            Text("--output"),
            Number("--rounds", quick ? 2 : 5),
            Number("--seconds", quick ? 1 : 4),
            Number("--starts", quick ? 2 : 7),
            Number("--memory-calls", quick ? 0 : 1_000_000),
            Text("--only")?.Split(',') ?? [],
            quick);

        string? Text(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text) : otherwise;
    }
}
