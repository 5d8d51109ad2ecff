namespace Gateway.Dialects;

/// <summary>Models that stand in a path.</summary>
internal static class PathModels
{
    private const string Deployments = "/deployments/";
    private const string BedrockModel = "/model/";

    /// <summary>Azure: <c>/openai/deployments/{deployment}/…</c>.</summary>
    public static string? Deployment(string path)
    {
        var start = path.IndexOf(Deployments, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var name = path[(start + Deployments.Length)..];
        var end = name.IndexOf('/');
        return end > 0 ? Decode(name[..end]) : null;
    }

    /// <summary>Bedrock: <c>/model/{id}/{verb}</c>; the id may be an ARN with slashes of its own.</summary>
    public static (string Model, string Verb)? Bedrock(string path)
    {
        var end = path.LastIndexOf('/');
        return path.StartsWith(BedrockModel, StringComparison.OrdinalIgnoreCase) && end > BedrockModel.Length
            ? (Decode(path[BedrockModel.Length..end]), path[(end + 1)..])
            : null;
    }

    /// <summary>Google: <c>…/models/{model}:{verb}</c>.</summary>
    public static (string Model, string Verb)? Google(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var colon = name.LastIndexOf(':');
        var ofModel = path.Contains("models/", StringComparison.OrdinalIgnoreCase) || path.Contains("/endpoints/", StringComparison.OrdinalIgnoreCase);
        return ofModel && colon > 0 && colon < name.Length - 1 ? (Decode(name[..colon]), name[(colon + 1)..]) : null;
    }

    private static string Decode(string name) => Uri.UnescapeDataString(name);
}
