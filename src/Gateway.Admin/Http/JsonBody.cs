using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>Reads small optional JSON bodies.</summary>
internal static class JsonBody
{
    /// <summary>Larger bodies are refused: nobody writes a note of this length.</summary>
    public const int LargestBody = 16 * 1024;

    /// <summary>The body's text under <paramref name="name"/>: null when the body is empty or the name is absent or null.</summary>
    /// <returns>The text, or what is wrong with the body.</returns>
    public static async Task<(string? Text, IResult? Error)> ReadTextAsync(HttpRequest request, string name)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestBody)
            {
                return (null, Results.Problem(statusCode: StatusCodes.Status413PayloadTooLarge, detail: $"The body may have at most {LargestBody} bytes."));
            }
        }

        return buffer.Length == 0 ? (null, null) : Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), name);
    }

    private static (string? Text, IResult? Error) Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement switch
            {
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
    }

    private static string Expected(string name) => $$"""must be empty or a JSON object such as {"{{name}}": "looking into it"}""";

    private static IResult Invalid(string path, string message) => Results.ValidationProblem(new Dictionary<string, string[]> { [path] = [message] });
}
