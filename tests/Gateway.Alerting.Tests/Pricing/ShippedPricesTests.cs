using System.Text.Json;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class ShippedPricesTests
{
    private static readonly PriceBook Book = PriceBookFile.Read(PriceFiles.Shipped) is { Book: { } book } ? book : PriceBook.Empty;

    [Fact]
    public void ShippedFile_AsItIs_HasNoProblems()
    {
        var reading = PriceBookFile.Read(PriceFiles.Shipped);

        Assert.Empty(reading.Problems);
        Assert.True(reading.Book!.ModelCount > 400);
    }

    [Fact]
    public void ShippedFile_EveryModel_PricesACallInFull()
    {
        var tokens = new TokenUsage { UncachedInput = 10, CacheRead = 10, CacheWrite5m = 10, CacheWrite1h = 10, TextOutput = 10, Reasoning = 10 };

        foreach (var list in Book.Lists)
        {
            Assert.All(list.Models, model => Assert.Equal(PriceStatus.Priced, Book.Price(list.Names[0], model, null, tokens).Status));
        }
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("vertex")]
    [InlineData("azure-openai")]
    [InlineData("bedrock")]
    [InlineData("mistral")]
    [InlineData("groq")]
    [InlineData("deepseek")]
    [InlineData("openrouter")]
    [InlineData("ollama")]
    [InlineData("xai")]
    public void ShippedFile_EveryProviderWeRouteTo_HasAList(string provider) =>
        Assert.Contains(Book.Lists, list => list.Names[0] == provider);

    [Theory]
    [InlineData("openai", "gpt-5.4-2026-03-05", "2.5")]
    [InlineData("openai", "gpt-4o-2024-05-13", "5")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "3")]
    [InlineData("bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0", "1.1")]
    [InlineData("bedrock", "anthropic.claude-opus-4-6-v1:0", "5")]
    [InlineData("bedrock", "eu.anthropic.claude-opus-4-6-v1:0", "5.5")]
    [InlineData("bedrock", "apac.anthropic.claude-sonnet-4-6", "3")]
    [InlineData("vertex", "claude-opus-4-8", "5")]
    [InlineData("gemini", "models/gemini-2.0-flash-001", "0.1")]
    [InlineData("azure", "gpt-35-turbo", "0.5")]
    [InlineData("ollama", "qwen3:30b", "0")]
    public void ShippedFile_NamesOnTheWire_FindTheirPrice(string provider, string model, string perMillion) =>
        Assert.Equal(decimal.Parse(perMillion, System.Globalization.CultureInfo.InvariantCulture), Book.InputPrice(provider, model));

    [Theory]
    [InlineData("openai", 272_000, "2.5")]
    [InlineData("openai", 272_001, "5")]
    [InlineData("xai", 199_999, "1.25")]
    [InlineData("xai", 200_000, "2.5")]
    public void ShippedFile_LongContext_IsPricedByItsTier(string provider, long input, string perMillion)
    {
        var cost = Book.Price(provider, provider == "xai" ? "grok-4.3" : "gpt-5.4", null, new TokenUsage { UncachedInput = input });

        Assert.Equal(decimal.Parse(perMillion, System.Globalization.CultureInfo.InvariantCulture) * input / 1_000_000, cost.Amount!.Value.Dollars);
    }

    [Fact]
    public void Schema_Members_AreTheOnesThatAreRead()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(PriceFiles.Schema));
        var definitions = schema.RootElement.GetProperty("$defs");

        Assert.Equal(PriceBookReader.BookMembers.Order(), Members(schema.RootElement));
        Assert.Equal(PriceBookReader.ProviderMembers.Order(), Members(definitions.GetProperty("provider")));
        Assert.Equal(PriceBookReader.ModelMembers.Order(), Members(definitions.GetProperty("model")));
        Assert.Equal(PriceBookReader.TierMembers.Order(), Members(definitions.GetProperty("tier")));
    }

    [Fact]
    public void Schema_PriceBounds_AreTheOnesThatAreChecked()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(PriceFiles.Schema));
        var price = schema.RootElement.GetProperty("$defs").GetProperty("price");

        Assert.Equal(PriceMembers.Highest, price.GetProperty("oneOf")[1].GetProperty("maximum").GetDecimal());
        Assert.Contains(PriceMembers.Lowest.ToString(System.Globalization.CultureInfo.InvariantCulture), price.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Members(JsonElement definition) =>
        definition.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order();
}
