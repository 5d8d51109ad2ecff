using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class PriceBookFileTests
{
    [Fact]
    public void Prices_AsStringsOrNumbersWithCommentsAndTrailingCommas_AreRead()
    {
        var book = PriceFiles.Book("""
            { // ours
              "updated": "2026-07-02",
              "providers": { "p": { "models": { "a": { "input": "1.5", }, "b": { "input": 0.25 } } } } }
            """);

        Assert.Equal((1.5m, 0.25m, new DateOnly(2026, 7, 2), 2), (book.InputPrice("p", "a"), book.InputPrice("p", "b"), book.Updated!.Value, book.ModelCount));
    }

    [Theory]
    [InlineData("""{ "m": { "input": "-1" } }""", "$.providers.p.models.m.input", "negative")]
    [InlineData("""{ "m": { "input": "one" } }""", "$.providers.p.models.m.input", "not a price")]
    [InlineData("""{ "m": { "input": "1,5" } }""", "$.providers.p.models.m.input", "not a price")]
    [InlineData("""{ "m": { "input": null } }""", "$.providers.p.models.m.input", "not a price")]
    [InlineData("""{ "m": { "input": 25000 } }""", "$.providers.p.models.m.input", "above 10000")]
    [InlineData("""{ "m": { "input": 0.0000025 } }""", "$.providers.p.models.m.input", "per token")]
    [InlineData("""{ "m-1": { "input": 1, "cache_raed": 1 } }""", "$.providers.p.models['m-1'].cache_raed", "did you mean 'cache_read'")]
    [InlineData("""{ "m": {} }""", "$.providers.p.models.m", "lists no price")]
    [InlineData("""{ "m": 3 }""", "$.providers.p.models.m", "must be an object")]
    [InlineData("""{ "m": { "input": 1 }, "M": { "input": 2 } }""", "$.providers.p.models.m", "twice")]
    [InlineData("""{ "m": { "input": 1, "input": 2 } }""", "$.providers.p.models.m.input", "twice")]
    [InlineData("""{ "m": { "input": 1, "tiers": [{ "above_input_tokens": 9 }, { "above_input_tokens": 9 }] } }""", "$.providers.p.models.m.tiers[1].above_input_tokens", "increasing")]
    [InlineData("""{ "m": { "input": 1, "tiers": [{ "input": 9 }] } }""", "$.providers.p.models.m.tiers[0].above_input_tokens", "whole number")]
    [InlineData("""{ "m": { "input": 1, "tiers": {} } }""", "$.providers.p.models.m.tiers", "array")]
    [InlineData("[]", "$.providers.p.models", "must be an object")]
    public void Model_WithAMistake_IsRefusedWithItsPath(string models, string path, string message) =>
        AssertProblem($$"""{ "providers": { "p": { "models": {{models}} } } }""", path, message);

    [Theory]
    [InlineData("""{ "providers": { "p": { "models": {}, "tier_boundary": "at" } } }""", "$.providers.p.tier_boundary", "inclusive")]
    [InlineData("""{ "providers": { "p": { "models": {}, "also_known_as": "q" } } }""", "$.providers.p.also_known_as", "array")]
    [InlineData("""{ "providers": { "p": { "models": { "gpt-5.4": { "input": 1 } }, "deployments": { "d": "gpt-5-4" } } } }""", "$.providers.p.deployments.d", "did you mean 'gpt-5.4'")]
    [InlineData("""{ "providers": { "p": { "models": {} }, "q": { "models": {}, "also_known_as": ["P"] } } }""", "$.providers", "two price lists")]
    [InlineData("""{ "providers": { "p": {} } }""", "$.providers.p.models", "must be an object")]
    [InlineData("""{ "providers": {}, "updated": "July" }""", "$.updated", "must be a date")]
    [InlineData("""{ "providers": [] }""", "$.providers", "must be an object")]
    [InlineData("[]", "$", "a price file is an object")]
    [InlineData("{}", "$", "neither 'providers' nor LiteLLM")]
    [InlineData("{\n\n oops", "line 3", "not JSON")]
    [InlineData("", "line 1", "not JSON")]
    public void File_WithAMistake_IsRefusedWithItsPath(string json, string path, string message) => AssertProblem(json, path, message);

    [Fact]
    public void File_WithSeveralMistakes_ReportsThemAll()
    {
        var reading = PriceFiles.Parse("""{ "provider": 1, "providers": { "p": { "models": { "m": { "input": -1, "output": "x" } } } } }""");

        Assert.Null(reading.Book);
        Assert.Equal(["$.provider", "$.providers.p.models.m.input", "$.providers.p.models.m.output"], reading.Problems.Select(problem => problem.Path).Take(3));
    }

    [Fact]
    public void TierBoundary_Inclusive_ReachesTheModels()
    {
        var book = PriceFiles.BookOf("""{ "tier_boundary": "inclusive", "models": { "m": { "input": 1, "tiers": [{ "above_input_tokens": 1000, "input": 2 }] } } }""");

        Assert.Equal(2m, book.InputPrice("p", "m"));
    }

    [Fact]
    public void Book_NextToAnother_DoesNotLeakAcrossProviders()
    {
        var book = PriceFiles.Book("""{ "providers": { "a": { "models": { "m": { "input": 1 } } }, "b": { "models": { "n": { "input": 2 } } } } }""");

        Assert.Equal((1m, null), (book.InputPrice("a", "m"), book.InputPrice("b", "m")));
    }

    [Fact]
    public void NoPrices_ForAnyCall_AreUnpricedNotZero() =>
        Assert.Equal(CallCost.Unpriced, PriceBook.Empty.Price("openai", "gpt-5.4", "gpt-5.4", new TokenUsage { UncachedInput = 1 }));

    private static void AssertProblem(string json, string path, string message)
    {
        var reading = PriceFiles.Parse(json);

        Assert.Null(reading.Book);
        Assert.Contains(reading.Problems, problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
