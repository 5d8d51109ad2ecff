using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>Reads small JSON bodies.</summary>
internal static class JsonBody
{
    /// <summary>Larger bodies are refused: nobody writes a note of this length.</summary>
    public const int LargestBody = 16 * 1024;

    public const string NotUnicode = "holds a text that is no Unicode, such as half of a surrogate pair";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body's text under <paramref name="name"/>: null when the body is empty or the name is absent or null. Any other name is refused.</summary>
    /// <returns>The text, or what is wrong with the body.</returns>
    public static async Task<(string? Text, IResult? Error)> ReadTextAsync(HttpRequest request, string name)
    {
        var (body, error) = await ReadBytesAsync(request, LargestBody);
        return error is not null || body.Length == 0 ? (null, error) : Parse(body, name);
    }

    /// <summary>The body as it is, for a reader of its own. At most <paramref name="largest"/> bytes are taken into memory.</summary>
    /// <returns>The text, or what is wrong with the body.</returns>
    public static async Task<(string Text, IResult? Error)> ReadAllAsync(HttpRequest request, int largest)
    {
        var (body, error) = await ReadBytesAsync(request, largest);
        if (error is not null)
        {
            return ("", error);
        }

        try
        {
            return (Strict.GetString(body.Span).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", Invalid("$", "must be UTF-8 text"));
        }
    }

    private static async Task<(ReadOnlyMemory<byte> Body, IResult? Error)> ReadBytesAsync(HttpRequest request, int largest)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > largest)
            {
                return (default, Results.Problem(statusCode: StatusCodes.Status413PayloadTooLarge, detail: $"The body may have at most {largest} bytes."));
            }
        }

        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), null);
    }

    private static (string? Text, IResult? Error) Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement switch
            {
                { ValueKind: JsonValueKind.Object } body when Stranger(body, name) is { } stranger =>
                    (null, Invalid("$." + stranger, $"is not known; allowed: {name}")),
                { ValueKind: JsonValueKind.Object } body when !body.TryGetProperty(name, out _) => (null, null),
                { ValueKind: JsonValueKind.Object } body => body.GetProperty(name) switch
                {
                    { ValueKind: JsonValueKind.String } text => (text.GetString(), null),
                    { ValueKind: JsonValueKind.Null } => (null, null),
                    _ => (null, Invalid("$." + name, "must be a text or null")),
                },
                _ => (null, Invalid("$", Expected(name))),
            };
        }
        catch (JsonException)
        {
            return (null, Invalid("$", Expected(name)));
        }
        catch (InvalidOperationException)
        {
            // Escapes are decoded only when a name or text is asked for.
            return (null, Invalid("$", NotUnicode));
        }
    }

    /// <summary>A text under another name would be lost without a word.</summary>
    private static string? Stranger(JsonElement body, string name) =>
        body.EnumerateObject().Where(property => !property.NameEquals(name)).Select(property => property.Name).FirstOrDefault();

    private static string Expected(string name) => $$"""must be empty or a JSON object such as {"{{name}}": "looking into it"}""";

    private static IResult Invalid(string path, string message) => Results.ValidationProblem(new Dictionary<string, string[]> { [path] = [message] });
}
