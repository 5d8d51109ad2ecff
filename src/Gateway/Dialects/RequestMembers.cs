namespace Gateway.Dialects;

/// <summary>The members of a request body that mean something to us.</summary>
internal enum RequestMember
{
    Other,
    Model,
    Stream,
    StreamOptions,
    User,
    SafetyIdentifier,
    Metadata,
    LiteLlmMetadata,

    /// <summary>Holds the prompt.</summary>
    Text,
}

/// <summary>Where a captured value goes.</summary>
internal enum RequestTarget
{
    None,
    Prompt,
    Model,
    Stream,
    StreamOptions,
    IncludeUsage,
    User,
    LiteLlmUser,
    MetadataUser,
    SafetyIdentifier,
    Tag,
}

internal static class RequestMembers
{
    private static readonly Utf8Names PromptMembers = new(
        "messages", "system", "input", "prompt", "contents", "content", "instructions", "systemInstruction", "system_instruction", "requests");

    /// <summary>Strings under these are names, markers or base64, never the prompt's words.</summary>
    private static readonly Utf8Names NoText = new(
        "role", "type", "id", "tool_call_id", "tool_use_id", "toolUseId", "call_id", "item_id", "model", "status", "detail", "format",
        "data", "bytes", "url", "uri", "image_url", "images", "file_data", "file_id", "file_url", "fileUri", "file_uri", "mime_type", "mimeType", "media_type",
        "signature", "thoughtSignature", "thought_signature", "encrypted_content", "cache_control", "cachePoint", "ttl", "taskType");

    public static RequestMember Identify(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("user"u8) => RequestMember.User,
        5 when name.SequenceEqual("model"u8) => RequestMember.Model,
        6 when name.SequenceEqual("stream"u8) => RequestMember.Stream,
        8 when name.SequenceEqual("metadata"u8) => RequestMember.Metadata,
        14 when name.SequenceEqual("stream_options"u8) => RequestMember.StreamOptions,
        16 when name.SequenceEqual("litellm_metadata"u8) => RequestMember.LiteLlmMetadata,
        17 when name.SequenceEqual("safety_identifier"u8) => RequestMember.SafetyIdentifier,
        _ when PromptMembers.Contains(name) => RequestMember.Text,
        _ => RequestMember.Other,
    };

    public static bool IsNoText(ReadOnlySpan<byte> name) => NoText.Contains(name);
}
