using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// What a price list says of one model (or of one of its tiers): dollars per million tokens of each kind; null where it says nothing.
/// What an unlisted kind costs is <see cref="TokenRates"/>' affair.
/// </summary>
public sealed record ListedPrices
{
    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    public decimal? CacheRead { get; init; }

    /// <summary>The five-minute write where the provider has two.</summary>
    public decimal? CacheWrite { get; init; }

    public decimal? CacheWrite1h { get; init; }

    public decimal? Reasoning { get; init; }

    public decimal? InputAudio { get; init; }

    public decimal? OutputAudio { get; init; }

    public bool IsEmpty => this == new ListedPrices();

    /// <summary>A tier over its model: what the tier does not list keeps the model's price.</summary>
    public ListedPrices Over(ListedPrices model) => new()
    {
        Input = Input ?? model.Input,
        Output = Output ?? model.Output,
        CacheRead = CacheRead ?? model.CacheRead,
        CacheWrite = CacheWrite ?? model.CacheWrite,
        CacheWrite1h = CacheWrite1h ?? model.CacheWrite1h,
        Reasoning = Reasoning ?? model.Reasoning,
        InputAudio = InputAudio ?? model.InputAudio,
        OutputAudio = OutputAudio ?? model.OutputAudio,
    };
}

/// <summary>
/// A price for every bucket of <see cref="TokenUsage"/>, unlisted ones included:
/// a provider that lists no cache price bills those tokens as input, a one-hour write is twice the input price, reasoning is output.
/// Audio is never guessed: it costs many times what text does.
/// </summary>
public sealed class TokenRates(ListedPrices listed)
{
    /// <summary>No one call costs more, in dollars: usage that says so is broken, and a price made from it would poison every total.</summary>
    public const long DearestCall = 1_000_000;

    private const decimal NanoPerTokenOfDollarsPerMillion = NanoUsd.PerDollar / 1_000_000m;

    private readonly decimal? _input = PerToken(listed.Input);
    private readonly decimal? _cacheRead = PerToken(listed.CacheRead ?? listed.Input);
    private readonly decimal? _cacheWrite = PerToken(listed.CacheWrite ?? listed.Input);
    private readonly decimal? _cacheWrite1h = PerToken(listed.CacheWrite1h ?? 2 * listed.Input);
    private readonly decimal? _audioInput = PerToken(listed.InputAudio);
    private readonly decimal? _output = PerToken(listed.Output);
    private readonly decimal? _reasoning = PerToken(listed.Reasoning ?? listed.Output);
    private readonly decimal? _audioOutput = PerToken(listed.OutputAudio);

    /// <summary>Exact: rounds once, at the end, to the nearest nano-dollar.</summary>
    public CallCost Price(in TokenUsage tokens)
    {
        var bill = new Bill();
        bill.Add(tokens.UncachedInput, _input);
        bill.Add(tokens.CacheRead, _cacheRead);
        bill.Add(tokens.CacheWrite5m, _cacheWrite);
        bill.Add(tokens.CacheWrite1h, _cacheWrite1h);
        bill.Add(tokens.AudioInput, _audioInput);
        bill.Add(tokens.TextOutput, _output);
        bill.Add(tokens.Reasoning, _reasoning);
        bill.Add(tokens.AudioOutput, _audioOutput);
        return bill.Total();
    }

    /// <summary>The buckets that a call used, each with its price: what <see cref="Price"/> adds up.</summary>
    public IReadOnlyList<PriceLine> Lines(in TokenUsage tokens) => [.. new PriceLine[]
    {
        new("uncached_input", tokens.UncachedInput, PerMillion(_input)),
        new("cache_read", tokens.CacheRead, PerMillion(_cacheRead)),
        new("cache_write_5m", tokens.CacheWrite5m, PerMillion(_cacheWrite)),
        new("cache_write_1h", tokens.CacheWrite1h, PerMillion(_cacheWrite1h)),
        new("audio_input", tokens.AudioInput, PerMillion(_audioInput)),
        new("text_output", tokens.TextOutput, PerMillion(_output)),
        new("reasoning", tokens.Reasoning, PerMillion(_reasoning)),
        new("audio_output", tokens.AudioOutput, PerMillion(_audioOutput)),
    }.Where(line => line.Tokens > 0)];

    private static decimal? PerMillion(decimal? nanoPerToken) => nanoPerToken / NanoPerTokenOfDollarsPerMillion;

    private static decimal? PerToken(decimal? dollarsPerMillion) => dollarsPerMillion * NanoPerTokenOfDollarsPerMillion;

    private struct Bill
    {
        private decimal _nano;
        private bool _anyPriced;
        private bool _anyUnpriced;

        public void Add(long tokens, decimal? nanoPerToken)
        {
            if (tokens <= 0)
            {
                return;
            }

            _nano += tokens * nanoPerToken.GetValueOrDefault();
            _anyPriced |= nanoPerToken is not null;
            _anyUnpriced |= nanoPerToken is null;
        }

        public readonly CallCost Total() => (_anyPriced, _anyUnpriced) switch
        {
            _ when _nano > (decimal)DearestCall * NanoUsd.PerDollar => CallCost.Unpriced,
            (false, true) => CallCost.Unpriced,
            (_, var partial) => new(Rounded, partial ? PriceStatus.Partial : PriceStatus.Priced),
        };

        private readonly NanoUsd Rounded => new((long)decimal.Round(_nano, MidpointRounding.AwayFromZero));
    }
}
