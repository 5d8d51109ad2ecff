namespace Gateway.Dialects;

/// <summary>What a request's body said about itself. Every member is null or empty when the body did not say, or is not JSON.</summary>
public sealed record RequestReading
{
    private static readonly TextSample NoText = new();

    /// <summary>A body that has said nothing.</summary>
    public static RequestReading Nothing { get; } = new();

    public string? Model { get; init; }

    public bool? Stream { get; init; }

    /// <summary>
    /// Who the end user is, by the body, first that is there: <c>user</c>, <c>litellm_metadata.user</c>, <c>metadata.user_id</c>, <c>safety_identifier</c>.
    /// Headers win over it.
    /// </summary>
    public string? User { get; init; }

    /// <summary><c>metadata.tags</c>, where it is an array of strings.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The prompt's text (strings under messages, system, input, prompt, contents; no base64 and no <c>data:</c> URLs), for an estimate where usage never comes.</summary>
    public TextSample Input { get; init; } = NoText;

    /// <summary>Where <c>stream_options</c> stands, in bytes from the body's start. Null when the body has none.</summary>
    public StreamOptionsPosition? StreamOptions { get; init; }

    /// <summary>Bytes from the body's start to just behind the <c>{</c> that opens it; null when the body is not a JSON object.</summary>
    public long? BodyObjectStart { get; init; }

    /// <summary>The body is no JSON object that can be followed: nothing more will be learnt of it.</summary>
    public bool Broken { get; init; }

    /// <summary>The whole body was a well-formed enough JSON object up to its closing brace.</summary>
    public bool Complete { get; init; }
}

/// <summary>The <c>stream_options</c> object of a body.</summary>
/// <param name="ContentStart">Offset just behind its <c>{</c>; null when its value is not an object.</param>
/// <param name="ValueStart">Offset of its value.</param>
/// <param name="ValueEnd">Offset just behind its value.</param>
/// <param name="IsNull">Its value is <c>null</c>.</param>
/// <param name="IsEmpty">The object has no members.</param>
/// <param name="IncludeUsage">Its <c>include_usage</c>; null when it has none.</param>
/// <param name="IncludeUsageStart">Offset of that member's value, when it has one.</param>
/// <param name="IncludeUsageEnd">Offset just behind that member's value.</param>
public sealed record StreamOptionsPosition(long? ContentStart, long ValueStart, long ValueEnd, bool IsNull, bool IsEmpty, bool? IncludeUsage, long? IncludeUsageStart, long? IncludeUsageEnd);
