using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class PriceResolutionTests
{
    private static readonly PriceBook Book = PriceFiles.Book("""
        { "providers": {
          "openai": { "deployments": { "gpt-4-0613": "gpt-4", "house-model": "gpt-5.4" },
            "models": { "gpt-4": { "input": 30 }, "gpt-4o": { "input": 2.5 }, "gpt-4o-2024-05-13": { "input": 5 }, "gpt-5.4": { "input": 2 },
                        "gpt-5.4-mini": { "input": 1 }, "ft:gpt-4o": { "input": 3.75 }, "claude-x": { "input": 7 } } },
          "azure-openai": { "also_known_as": ["azure"], "deployments": { "gpt-4o": "gpt-4o-mini" },
            "models": { "gpt-4o": { "input": 2.5 }, "gpt-4o-mini": { "input": 0.15 } } },
          "bedrock": { "deployments": { "abc123profile": "anthropic.claude-b-20250929-v1:0" },
            "models": { "anthropic.claude-a-v1": { "input": 5 }, "eu.anthropic.claude-a-v1": { "input": 5.5 },
                        "anthropic.claude-b-20250929-v1:0": { "input": 3 }, "openai.oss-1:0": { "input": 0.15 } } },
          "vertex": { "models": { "claude-c@20250929": { "input": 3 }, "claude-d@default": { "input": 4 } } },
          "gemini": { "models": { "gemini-2.5-pro": { "input": 1.25 }, "embedding-001": { "input": 9 } } },
          "groq": { "models": { "openai/gpt-oss-120b": { "input": 0.15 } } },
          "ollama": { "models": { "*": { "input": 0 }, "big": { "input": 8 } } }
        } }
        """);

    [Theory]
    [InlineData("openai", "gpt-5.4", "2")]
    [InlineData("openai", "GPT-5.4", "2")]
    [InlineData("OpenAI", "gpt-5.4", "2")]
    [InlineData("openai", "gpt-5.4-2026-03-05", "2")]
    [InlineData("openai", "gpt-5.4-20260305", "2")]
    [InlineData("openai", "gpt-5.4-mini-2026-03-05", "1")]
    [InlineData("openai", "gpt-5.4-latest", "2")]
    [InlineData("openai", "openai/gpt-5.4", "2")]
    [InlineData("openai", "gpt-4-0613", "30")]
    [InlineData("openai", "house-model", "2")]
    [InlineData("openai", "gpt-4o-2024-05-13", "5")]
    [InlineData("openai", "gpt-4o-2024-08-06", "2.5")]
    [InlineData("openai", "ft:gpt-4o:acme::a1b2", "3.75")]
    [InlineData("openai", "ft:gpt-4o-2024-08-06:acme:suffix:a1b2", "3.75")]
    [InlineData("azure", "azure/gpt-4o-mini", "0.15")]
    [InlineData("azure-openai", "gpt-4o", "0.15")]
    [InlineData("bedrock", "anthropic.claude-a-v1:0", "5")]
    [InlineData("bedrock", "eu.anthropic.claude-a-v1:0", "5.5")]
    [InlineData("bedrock", "us.anthropic.claude-a-v1:0", "5")]
    [InlineData("bedrock", "global.anthropic.claude-b-20250929-v1:0", "3")]
    [InlineData("bedrock", "us.anthropic.claude-b-20250929-v1%3A0", "3")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-a-v1:0", "5.5")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-b-20250929-v1:0", "3")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123profile", "3")]
    [InlineData("bedrock", "openai.oss-1:0", "0.15")]
    [InlineData("vertex", "claude-c-20250929", "3")]
    [InlineData("vertex", "publishers/anthropic/models/claude-c@20250929", "3")]
    [InlineData("vertex", "claude-d", "4")]
    [InlineData("gemini", "models/gemini-2.5-pro", "1.25")]
    [InlineData("gemini", "gemini-2.5-pro-002", "1.25")]
    [InlineData("groq", "openai/gpt-oss-120b", "0.15")]
    [InlineData("ollama", "llama3:8b", "0")]
    [InlineData("ollama", "big", "8")]
    public void Model_NamedByAStatedRule_IsFound(string provider, string model, string perMillion)
    {
        var expected = decimal.Parse(perMillion, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(expected, Book.InputPrice(provider, response: model));
        Assert.Equal(expected, Book.InputPrice(provider, response: null, request: model));
    }

    [Theory]
    [InlineData("openai", "gpt-5.4-nano")]
    [InlineData("openai", "gpt-5")]
    [InlineData("openai", "gpt-4o-0806")]
    [InlineData("openai", "gpt-5.4-2026-13-05")]
    [InlineData("openai", "gpt-5.4-v2:0x")]
    [InlineData("openai", "ft:gpt-5.4:acme::a1b2")]
    [InlineData("openai", "groq/gpt-5.4")]
    [InlineData("openai", "gemini-2.5-pro")]
    [InlineData("bedrock", "anthropic.claude-a")]
    [InlineData("bedrock", "claude-a-v1")]
    [InlineData("gemini", "embedding")]
    [InlineData("azure", "claude-x")]
    [InlineData("nobody", "gpt-5.4")]
    [InlineData("openai", "*")]
    [InlineData("openai", "")]
    [InlineData("openai", null)]
    public void Model_NamedByNoRule_IsUnpriced(string provider, string? model) =>
        Assert.Equal(CallCost.Unpriced, Book.Price(provider, model, null, new TokenUsage { UncachedInput = 10 }));

    [Theory]
    [InlineData("gpt-5.4-mini", "gpt-5.4", 1)]
    [InlineData("something-internal", "gpt-5.4", 2)]
    [InlineData(null, "gpt-5.4-mini", 1)]
    public void Model_OfTheAnswer_ComesBeforeTheOneAskedFor(string? response, string request, int perMillion) =>
        Assert.Equal(perMillion, Book.InputPrice("openai", response, request));

    [Fact]
    public void Wildcard_WithListedRequestModel_ComesLast() => Assert.Equal(8m, Book.InputPrice("ollama", "unlisted", "big"));

    [Fact]
    public void Names_MoreThanAreRemembered_AreStillResolved()
    {
        for (var i = 0; i < PriceList.RememberedNames * 2; i++)
        {
            Assert.Null(Book.InputPrice("openai", $"made-up-{i}"));
        }

        Assert.Equal(2m, Book.InputPrice("openai", "gpt-5.4-2026-03-05"));
    }

    [Fact]
    public void Name_LongerThanAnyModels_IsUnpriced() =>
        Assert.Null(Book.InputPrice("openai", "openai/" + new string('x', 100_000)));

    [Fact]
    public void ReportedCost_WithAListedPrice_Wins()
    {
        var tokens = new TokenUsage { UncachedInput = 1_000_000 };

        Assert.Equal(
            new CallCost(new NanoUsd(42), PriceStatus.ProviderReported),
            Book.Price(new NanoUsd(42), "openai", "gpt-5.4", null, tokens));
        Assert.Equal(PriceStatus.Priced, Book.Price(reported: null, "openai", "gpt-5.4", null, tokens).Status);
        Assert.Equal(NanoUsd.FromDollars(2), Book.Price(new NanoUsd(-1), "openai", "gpt-5.4", null, tokens).Amount);
    }
}
