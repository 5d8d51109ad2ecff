using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class PriceExplanationTests
{
    private static readonly PriceBook Book = PriceFiles.Book("""
        { "providers": { "openai": { "also_known_as": ["oai"], "deployments": { "house-model": "gpt-5.4" }, "models": {
            "gpt-5.4": { "input": 2.5, "output": 15, "cache_read": 0.25, "tiers": [{ "above_input_tokens": 1000, "input": 5 }] },
            "*": { "input": 1 } } } } }
        """);

    private static readonly TokenUsage Everything = new()
    {
        UncachedInput = 101,
        CacheRead = 202,
        CacheWrite5m = 33,
        CacheWrite1h = 44,
        AudioInput = 5,
        TextOutput = 66,
        Reasoning = 77,
        AudioOutput = 8,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Explanation_OfEveryBucket_AddsUpToThePrice(int times)
    {
        var tokens = Everything with { UncachedInput = Everything.UncachedInput * times };
        var explained = Explain("gpt-5.4", tokens)!;
        Assert.Equal(Book.Price("openai", "gpt-5.4", null, tokens), explained.Cost);
        Assert.Equal(NanoUsd.FromDollars(explained.Lines.Sum(line => line.Dollars ?? 0)), explained.Cost.Amount);
        Assert.Equal(tokens.Total, explained.Lines.Sum(line => line.Tokens));
        Assert.Equal(times == 1 ? null : 1_000L, explained.AboveInputTokens);
    }

    [Fact]
    public void Bucket_WithoutAPrice_SaysSo() =>
        Assert.Equal(["audio_input", "audio_output"], Explain("gpt-5.4", Everything)!.Lines.Where(line => line.Dollars is null).Select(line => line.Bucket));

    [Theory]
    [InlineData("house-model", "gpt-5.4")]
    [InlineData("gpt-5.4-2026-03-05", "gpt-5.4")]
    [InlineData("something-new", "*")]
    public void Explanation_OfAnyName_NamesTheEntryThatPricesIt(string model, string entry) =>
        Assert.Equal(("openai", entry), (Explain(model, Everything, "oai")!.Provider, Explain(model, Everything, "oai")!.Model));

    [Fact]
    public void Explanation_OfAnUnknownProvider_IsNone() => Assert.Null(Explain("gpt-5.4", Everything, "nobody"));

    private static PriceExplanation? Explain(string model, TokenUsage tokens, string provider = "openai") => Book.Explain(new()
    {
        Id = "c",
        StartedAt = DateTimeOffset.UnixEpoch,
        Provider = provider,
        Dialect = "openai-chat",
        Operation = "chat",
        Route = "r",
        ResponseModel = model,
        Tokens = tokens,
    });
}
