using Microsoft.OpenApi;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.ApiReference;

/// <summary>One operation of the API document, ready to be shown.</summary>
/// <param name="Id">Its name in the document; also the anchor.</param>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">More, when there is more to say.</param>
/// <param name="Parameters">Of path and query.</param>
/// <param name="Body">What it takes; null when it takes none.</param>
/// <param name="Answers">By status code.</param>
/// <param name="Curl">An example.</param>
internal sealed record ApiOperation(
    string Id, string Method, string Path, string Summary, string? Description, IReadOnlyList<ApiParameter> Parameters, ApiBody? Body, IReadOnlyList<ApiAnswer> Answers, string Curl)
{
    /// <param name="baseUrl">Where the API is, as seen by the reader.</param>
    /// <param name="path">The path's template.</param>
    /// <param name="method">The method.</param>
    /// <param name="operation">As the document has it.</param>
    public static ApiOperation Of(string baseUrl, string path, HttpMethod method, OpenApiOperation operation) => new(
        operation.OperationId ?? $"{method.Method} {path}",
        method.Method.ToUpperInvariant(),
        path,
        operation.Summary ?? "",
        operation.Description,
        [.. (operation.Parameters ?? []).Select(parameter => new ApiParameter(parameter.Name ?? "", parameter.In?.ToString().ToLowerInvariant() ?? "", parameter.Required, parameter.Description))],
        operation.RequestBody is { } body ? ApiBody.Of(body) : null,
        [.. (operation.Responses ?? []).OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => ApiAnswer.Of(answer.Key, answer.Value))],
        Sample(baseUrl, path, method, operation));

    private static string Sample(string baseUrl, string path, HttpMethod method, OpenApiOperation operation)
    {
        var lines = new List<string>
        {
            $"curl {(method == HttpMethod.Get ? "" : $"-X {method.Method.ToUpperInvariant()} ")}{baseUrl}{path}",
            "  -H \"Authorization: Bearer $GATEWAY_KEY\"",
        };
        if (operation.RequestBody?.Content?.Keys.FirstOrDefault() is { } type)
        {
            lines.AddRange([$"  -H \"Content-Type: {type}\"", "  --data-binary @body"]);
        }

        return string.Join(" \\\n", lines);
    }
}

internal sealed record ApiParameter(string Name, string In, bool Required, string? Description);

/// <param name="Type">Its content type.</param>
/// <param name="Required">Whether there must be one.</param>
/// <param name="Shape">Of its JSON; null where the document does not say.</param>
internal sealed record ApiBody(string Type, bool Required, string? Shape)
{
    public static ApiBody Of(IOpenApiRequestBody body) => body.Content?.FirstOrDefault() is { Key: { } type, Value: var content } ? new(type, body.Required, SchemaText.Of(content.Schema)) : new("", body.Required, null);
}

/// <summary>One answer.</summary>
/// <param name="Status">Its code.</param>
/// <param name="Words">What it means.</param>
/// <param name="Types">Content types; none when it has no body.</param>
/// <param name="Shape">Of its JSON; null where the document does not say.</param>
internal sealed record ApiAnswer(string Status, string Words, IReadOnlyList<string> Types, string? Shape)
{
    public static ApiAnswer Of(string status, IOpenApiResponse answer)
    {
        var content = answer.Content ?? new Dictionary<string, OpenApiMediaType>();
        var isProblem = content.ContainsKey("application/problem+json");
        return new(status, answer.Description ?? "", [.. content.Keys], isProblem ? null : content.Values.Select(type => SchemaText.Of(type.Schema)).FirstOrDefault(shape => shape is not null));
    }
}
