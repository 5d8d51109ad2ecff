namespace Gateway.Demo;

/// <summary>How a simulated call fails.</summary>
internal enum SimulatedFailure
{
    None,
    RateLimited,
    Overloaded,
    ServerError,

    /// <summary>An error after the first words of a stream; an internal error where the answer does not stream.</summary>
    InStream,
}

/// <summary>What the simulated provider will answer, before it is written in anybody's wire format.</summary>
internal sealed record SimulatedAnswer
{
    public required string Model { get; init; }

    /// <summary>All input, cached included.</summary>
    public required long Input { get; init; }

    public long Cached { get; init; }

    /// <summary>All output, reasoning included.</summary>
    public required long Output { get; init; }

    public long Reasoning { get; init; }

    public required IReadOnlyList<string> Chunks { get; init; }

    public required TimeSpan FirstChunkAfter { get; init; }

    public required TimeSpan BetweenChunks { get; init; }

    public SimulatedFailure Failure { get; init; }

    public string Text => string.Concat(Chunks);

    public TimeSpan Duration => FirstChunkAfter + (BetweenChunks * Chunks.Count);
}

/// <summary>Draws answers: plausible sizes and speeds by model and mood, the same ones for the same seed and order of calls. Thread-safe.</summary>
internal sealed class SimulatedAnswers(int seed)
{
    private const string Words = "The meter reads each answer while it passes , so a rule can judge the call the moment it ends and nobody has to wait for a report . ";

    private static readonly string[] Vocabulary = [.. Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word + " ")];

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public SimulatedAnswer Next(string model, int promptCharacters, DemoMood mood)
    {
        lock (_gate)
        {
            return Draw(model, promptCharacters, mood);
        }
    }

    private SimulatedAnswer Draw(string model, int promptCharacters, DemoMood mood)
    {
        var flagship = DemoCast.IsFlagship(model);
        var spike = mood == DemoMood.Expensive && flagship;
        var input = (promptCharacters / 4) + (spike ? _random.Next(90_000, 320_000) : _random.Next(200, 3_000));
        var reasoning = flagship ? _random.Next(50, 600) : 0;
        return new SimulatedAnswer
        {
            Model = model,
            Input = input,
            Cached = _random.NextDouble() < 0.4 ? (long)(input * 0.6) : 0,
            Output = reasoning + _random.Next(40, 500),
            Reasoning = reasoning,
            Chunks = [.. Enumerable.Range(0, _random.Next(6, 20)).Select(_ => Vocabulary[_random.Next(Vocabulary.Length)])],
            FirstChunkAfter = TimeSpan.FromMilliseconds(_random.Next(120, 450) * (flagship ? 2 : 1)),
            BetweenChunks = TimeSpan.FromMilliseconds(_random.Next(15, 60)),
            Failure = Failure(mood),
        };
    }

    private SimulatedFailure Failure(DemoMood mood) => (mood, _random.NextDouble()) switch
    {
        (DemoMood.Failing, < 0.15) => SimulatedFailure.RateLimited,
        (DemoMood.Failing, < 0.30) => SimulatedFailure.Overloaded,
        (DemoMood.Failing, < 0.42) => SimulatedFailure.ServerError,
        (DemoMood.Failing, < 0.55) => SimulatedFailure.InStream,
        (not DemoMood.Failing, < 0.004) => SimulatedFailure.RateLimited,
        _ => SimulatedFailure.None,
    };
}
