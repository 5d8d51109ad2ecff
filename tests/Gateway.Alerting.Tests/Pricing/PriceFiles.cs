using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Pricing;

internal static class PriceFiles
{
    public static string Root([CallerFilePath] string path = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(path)!);

    public static string Shipped => Path.Combine(Root(), "config", "prices.json");

    public static string Schema => Path.Combine(Root(), "config", "schema", "prices.schema.json");

    public static PriceBookReading Parse(string json) => PriceBookFile.Parse(Encoding.UTF8.GetBytes(json));

    public static PriceBook Book(string json)
    {
        var reading = Parse(json);
        Assert.Empty(reading.Problems);
        return reading.Book!;
    }

    /// <summary>A book of one provider, "p".</summary>
    public static PriceBook BookOf(string provider) => Book($$"""{ "providers": { "p": {{provider}} } }""");

    public static PriceBook BookOfModels(string models) => BookOf($$"""{ "models": {{models}} }""");

    /// <summary>What a million input tokens of the model cost: tells which entry was found. Null when unpriced.</summary>
    public static decimal? InputPrice(this IPriceBook book, string provider, string? response, string? request = null) =>
        book.Price(provider, response, request, new TokenUsage { UncachedInput = 1_000 }).Amount?.Dollars * 1_000;
}
