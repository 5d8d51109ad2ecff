namespace Gateway.Capture;

/// <summary>Finds the API key that a call was made with. The key itself lives only until the pump has hashed it; nothing stores or logs it.</summary>
internal static class ClientKey
{
    private const int ShortestLabelled = 12;
    private const int LongestPrefix = 8;

    /// <summary>
    /// From <c>Authorization: Bearer</c>, <c>x-api-key</c>, <c>api-key</c>, <c>x-goog-api-key</c>, an AWS signature's access key id, or Gemini's <c>?key=</c>;
    /// null when there is none.
    /// </summary>
    public static string? Find(HttpRequest request)
    {
        var headers = request.Headers;
        return FromAuthorization(headers.Authorization.ToString())
            ?? Value(headers, "x-api-key")
            ?? Value(headers, "api-key")
            ?? Value(headers, "x-goog-api-key")
            ?? FromQuery(request);
    }

    /// <summary>
    /// For people: the part up to the first <c>-</c> when that is short, and the last four characters, such as <c>sk-…9fQ2</c>.
    /// Null for keys so short that four characters would give too much of them away.
    /// </summary>
    public static string? Label(string key)
    {
        if (key.Length < ShortestLabelled)
            return null;
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        var prefix = dash >= 0 && dash < LongestPrefix ? key[..(dash + 1)] : "";
        var label = $"{prefix}…{key.AsSpan(key.Length - 4)}";
        return label.Any(char.IsControl) ? new string([.. label.Where(c => !char.IsControl(c))]) : label;
    }

    private static string? FromAuthorization(string value)
    {
        if (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return NullIfEmpty(value[7..].Trim());
        // AWS4-HMAC-SHA256 Credential=AKIA…/20260801/us-east-1/bedrock/aws4_request, SignedHeaders=…, Signature=…
        var start = value.StartsWith("AWS4-", StringComparison.Ordinal) ? value.IndexOf("Credential=", StringComparison.Ordinal) : -1;
        if (start < 0)
            return null;
        start += "Credential=".Length;
        var end = value.IndexOf('/', start);
        return end < 0 ? null : NullIfEmpty(value[start..end]);
    }

    private static string? FromQuery(HttpRequest request) =>
        request.QueryString.HasValue && request.QueryString.Value!.Contains("key=", StringComparison.Ordinal) ? NullIfEmpty(request.Query["key"].ToString()) : null;

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) ? NullIfEmpty(values.ToString().Trim()) : null;

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
