using System.Text.Json;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// Reads a price file in either form: the project's own (<c>config/schema/prices.schema.json</c>), or LiteLLM's
/// <c>model_prices_and_context_window.json</c>. An object with <c>providers</c> is the first, any other object the second.
/// </summary>
public static class PriceBookFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PriceBookReading Read(string path) => Parse(File.ReadAllBytes(path));

    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    public static PriceBookReading Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(json), Lenient);
            return Parse(document.RootElement);
        }
        catch (JsonException broken)
        {
            return PriceBookReading.Of(new($"line {broken.LineNumber + 1 ?? 1}", $"is not JSON: {broken.Message}"));
        }
        catch (InvalidOperationException)
        {
            return PriceBookReading.Of(new("$", "holds a text that is no Unicode, such as half of a surrogate pair"));
        }
    }

    private static PriceBookReading Parse(JsonElement root) => root switch
    {
        { ValueKind: not JsonValueKind.Object } =>
            PriceBookReading.Of(new("$", "a price file is an object with 'providers', or LiteLLM's object of models")),
        _ when root.TryGetProperty("providers", out _) => new PriceBookReader().Read(root),
        _ => LiteLlmPrices.Read(root),
    };

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? json[3..] : json;
}
