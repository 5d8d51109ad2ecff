using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class ModelPriceTests
{
    private static readonly ListedPrices Full = new()
    {
        Input = 3,
        Output = 15,
        CacheRead = 0.3m,
        CacheWrite = 3.75m,
        CacheWrite1h = 6.5m,
        Reasoning = 20,
        InputAudio = 40,
        OutputAudio = 80,
    };

    public static TheoryData<string, TokenUsage, decimal> Buckets => new()
    {
        { "input", new() { UncachedInput = 1_000_000 }, 3 },
        { "cache read", new() { CacheRead = 1_000_000 }, 0.3m },
        { "cache write", new() { CacheWrite5m = 1_000_000 }, 3.75m },
        { "one-hour write", new() { CacheWrite1h = 1_000_000 }, 6.5m },
        { "audio in", new() { AudioInput = 1_000_000 }, 40 },
        { "output", new() { TextOutput = 1_000_000 }, 15 },
        { "reasoning", new() { Reasoning = 1_000_000 }, 20 },
        { "audio out", new() { AudioOutput = 1_000_000 }, 80 },
    };

    [Theory]
    [MemberData(nameof(Buckets))]
    public void Price_OneBucket_IsThatBucketsPrice(string bucket, TokenUsage tokens, decimal dollars)
    {
        Assert.Equal(new CallCost(NanoUsd.FromDollars(dollars), PriceStatus.Priced), new ModelPrice(Full).Price(tokens));
        Assert.NotEmpty(bucket);
    }

    [Theory]
    [MemberData(nameof(Buckets))]
    public void Price_UnlistedBucket_FollowsItsRule(string bucket, TokenUsage tokens, decimal listedPrice)
    {
        var cost = new ModelPrice(new() { Input = 3, Output = 15 }).Price(tokens);

        var expected = bucket switch
        {
            "input" or "cache read" or "cache write" => new CallCost(NanoUsd.FromDollars(3), PriceStatus.Priced),
            "one-hour write" => new CallCost(NanoUsd.FromDollars(6), PriceStatus.Priced),
            "output" or "reasoning" => new CallCost(NanoUsd.FromDollars(15), PriceStatus.Priced),
            _ => CallCost.Unpriced,
        };
        Assert.Equal(expected, cost);
        Assert.True(listedPrice > 0);
    }

    [Fact]
    public void Price_CachedPrompt_IsPaidOnce()
    {
        // 20 000 tokens of prompt of which 18 000 came from the cache: the mistake is to pay them as input as well.
        var cost = new ModelPrice(Full).Price(new() { UncachedInput = 2_000, CacheRead = 18_000, TextOutput = 500 });

        Assert.Equal(0.006m + 0.0054m + 0.0075m, cost.Amount!.Value.Dollars);
    }

    [Fact]
    public void Price_AudioWithoutPrice_IsPartialAndCoversTheRest()
    {
        var cost = new ModelPrice(new() { Input = 1, Output = 2 }).Price(new() { UncachedInput = 1_000_000, AudioOutput = 10 });

        Assert.Equal(new CallCost(NanoUsd.FromDollars(1), PriceStatus.Partial), cost);
    }

    [Fact]
    public void Price_NoTokens_IsZeroAndPriced() =>
        Assert.Equal(new CallCost(NanoUsd.Zero, PriceStatus.Priced), new ModelPrice(Full).Price(default));

    [Fact]
    public void Price_ManySmallParts_RoundsOnceAtTheEnd()
    {
        // 0.0004 nano-dollars a token: each bucket alone would round to nothing, together they are one.
        var price = new ModelPrice(new() { Input = 0.0004m, Output = 0.0004m });

        Assert.Equal(1, price.Price(new() { UncachedInput = 1, CacheRead = 1, TextOutput = 1 }).Amount!.Value.Value);
        Assert.Equal(0, price.Price(new() { UncachedInput = 1 }).Amount!.Value.Value);
    }

    [Theory]
    [InlineData(TierBoundary.Exclusive, 200_000, 1)]
    [InlineData(TierBoundary.Exclusive, 200_001, 2)]
    [InlineData(TierBoundary.Inclusive, 199_999, 1)]
    [InlineData(TierBoundary.Inclusive, 200_000, 2)]
    [InlineData(TierBoundary.Exclusive, 400_001, 4)]
    public void Price_InputAtTierBoundary_UsesTheRatesOfItsTier(TierBoundary boundary, long input, decimal perMillion)
    {
        var price = new ModelPrice(
            new() { Input = 1, Output = 1 },
            [new(400_000, new() { Input = 4 }), new(200_000, new() { Input = 2 })],
            boundary);

        Assert.Equal(input * perMillion / 1_000_000, price.Price(new() { UncachedInput = input }).Amount!.Value.Dollars);
    }

    [Fact]
    public void Price_TierReachedThroughCacheAndAudio_PricesTheWholeCall()
    {
        var price = new ModelPrice(
            new() { Input = 1, Output = 10, CacheRead = 0.1m, InputAudio = 5 },
            [new(200_000, new() { Input = 2, Output = 20, CacheRead = 0.2m })]);

        var cost = price.Price(new() { UncachedInput = 1_000, CacheRead = 150_000, CacheWrite5m = 49_000, AudioInput = 1_000, TextOutput = 1_000 });

        // Writes cost as the tier's input; audio, which the tier does not list, keeps its price.
        Assert.Equal(0.002m + 0.03m + 0.098m + 0.005m + 0.02m, cost.Amount!.Value.Dollars);
    }

    [Fact]
    public void Price_OutputBeyondTier_DoesNotReachIt()
    {
        var price = new ModelPrice(new() { Input = 1, Output = 1 }, [new(100, new() { Output = 9 })]);

        Assert.Equal(1m, price.Price(new() { UncachedInput = 0, TextOutput = 1_000_000 }).Amount!.Value.Dollars);
    }

    [Fact]
    public void Price_BrokenUsage_IsUnpricedRatherThanAFortune()
    {
        var price = new ModelPrice(Full);

        Assert.Equal(CallCost.Unpriced, price.Price(new() { UncachedInput = long.MaxValue, TextOutput = long.MaxValue }));
        Assert.Equal(NanoUsd.Zero, price.Price(new() { UncachedInput = -5 }).Amount);
    }

    [Fact]
    public void Price_InOneTier_IsAdditiveOverBucketsAndNeverNegative()
    {
        var price = new ModelPrice(Full);
        var tokens = Gen.Long[0, 2_000_000];
        Gen.Select(tokens, tokens, tokens, tokens, tokens, tokens, tokens, tokens).Sample((input, read, write, hour, audioIn, output, reasoning, audioOut) =>
        {
            var whole = new TokenUsage
            {
                UncachedInput = input,
                CacheRead = read,
                CacheWrite5m = write,
                CacheWrite1h = hour,
                AudioInput = audioIn,
                TextOutput = output,
                Reasoning = reasoning,
                AudioOutput = audioOut,
            };
            TokenUsage[] parts =
            [
                new() { UncachedInput = input }, new() { CacheRead = read }, new() { CacheWrite5m = write }, new() { CacheWrite1h = hour },
                new() { AudioInput = audioIn }, new() { TextOutput = output }, new() { Reasoning = reasoning }, new() { AudioOutput = audioOut },
            ];
            var total = price.Price(whole).Amount!.Value.Value;
            // These prices are whole nano-dollars a token, so no part is rounded.
            return total >= 0 && total == parts.Sum(part => price.Price(part).Amount!.Value.Value);
        });
    }
}
