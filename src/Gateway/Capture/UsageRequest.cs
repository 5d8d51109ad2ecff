using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>How a request is made to ask for usage, byte by byte.</summary>
/// <param name="At">Offset in the client's body.</param>
/// <param name="Remove">Bytes that are replaced.</param>
/// <param name="Insert">What stands there instead.</param>
internal readonly record struct BodyEdit(long At, long Remove, ReadOnlyMemory<byte> Insert)
{
    /// <summary>By how much the body grows.</summary>
    public long Growth => Insert.Length - Remove;
}

/// <summary>Decides whether and where <c>stream_options.include_usage</c> has to be written into an OpenAI-style body.</summary>
internal static class UsageRequest
{
    private static readonly byte[] FirstMember = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();
    private static readonly byte[] LastMember = ",\"stream_options\":{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] Object = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] OnlyOption = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] FirstOption = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    /// <summary>Goes before the closing brace of a body too long to be known before it is forwarded.</summary>
    public static ReadOnlyMemory<byte> Tail => LastMember;

    /// <summary>The edit for a body that is known to its end; null when it streams nothing, asks for usage itself, or is not what it should be.</summary>
    public static BodyEdit? ForWhole(RequestReading body) => body is { Complete: true, Stream: true, BodyObjectStart: { } start }
        ? body.StreamOptions is { } options ? ForOptions(options) : new(start, 0, FirstMember)
        : null;

    /// <summary>The edit inside options that were seen in full.</summary>
    public static BodyEdit? ForOptions(StreamOptionsPosition options) => options switch
    {
        { IncludeUsage: true } => null,
        { IsNull: true } => new(options.ValueStart, options.ValueEnd - options.ValueStart, Object),
        { ContentStart: null } => null,
        { IncludeUsageStart: { } from, IncludeUsageEnd: { } to } => new(from, to - from, True),
        { ContentStart: { } start, IsEmpty: true } => new(start, 0, OnlyOption),
        { ContentStart: { } start } => new(start, 0, FirstOption),
    };

    /// <summary>Whether the member may still be appended to a body of which all is known now.</summary>
    public static bool NeedsTail(RequestReading body) => body is { Complete: true, Stream: true, StreamOptions: null };
}
