using Gateway.Dialects.Framing;
using Gateway.Dialects.Json;

namespace Gateway.Dialects;

/// <summary>
/// Reads an answer that is one JSON document: keeps the few members a dialect asks for, samples the answer's words,
/// runs over the rest. Memory is bounded; a kept member that would not fit is left out.
/// </summary>
internal sealed class JsonTail(DocumentMembers members, AnswerReading answer) : JsonScanner
{
    private const int MaxKept = 256 * 1024;

    private static readonly Utf8Names Words = new(
        "content", "text", "reasoning_content", "reasoning", "refusal", "arguments", "thinking", "response", "transcript", "summary", "name", "partial_json");

    /// <summary>Content that is not words: sound, pictures, vectors.</summary>
    private static readonly Utf8Names Wordless = new("data", "embedding", "embeddings", "values", "bytes", "b64_json", "predictions");

    private readonly ByteBuffer _kept = new(MaxKept);
    private int _whole;
    private bool _keeping;

    /// <summary>The kept members as one JSON document; valid until the next call.</summary>
    public ReadOnlySpan<byte> Document()
    {
        _kept.Truncate(_whole);
        _kept.Append(_whole == 0 ? "{}"u8 : "}"u8);
        return _kept.Written;
    }

    protected override JsonTake OnValue(JsonKind kind)
    {
        if (Depth == 0)
        {
            return kind == JsonKind.Object ? JsonTake.Descend : Stop();
        }

        if (Depth > 1)
        {
            return OnContent(kind);
        }

        if (members.Kept.Contains(Key))
        {
            return BeginKept();
        }

        return members.Content.Contains(Key) ? OnContent(kind) : JsonTake.Skip;
    }

    protected override void OnText(ReadOnlySpan<byte> utf8)
    {
        answer.ContentSeen = true;
        answer.Output.Append(utf8);
        OnlyCountsText = answer.Output.IsFull;
    }

    protected override void OnTextPassed(int utf8Length) => answer.Output.Skip(utf8Length);

    protected override void OnRaw(ReadOnlySpan<byte> json) => _kept.Append(json);

    protected override void OnEnd(long end)
    {
        if (Depth == 1 && _keeping)
        {
            _keeping = false;
            _whole = _kept.Overflowed ? _whole : _kept.Length;
        }
    }

    private JsonTake Stop()
    {
        GiveUp();
        return JsonTake.Skip;
    }

    private JsonTake BeginKept()
    {
        _kept.Truncate(_whole);
        _kept.Append(_whole == 0 ? "{\""u8 : ",\""u8);
        _kept.Append(Key);
        _kept.Append("\":"u8);
        _keeping = true;
        return JsonTake.Raw;
    }

    private JsonTake OnContent(JsonKind kind)
    {
        if (Wordless.Contains(Key))
        {
            answer.ContentSeen = true;
            return JsonTake.Skip;
        }

        if (kind == JsonKind.String)
        {
            return Words.Contains(Key) ? JsonTake.Text : JsonTake.Skip;
        }

        return Key.SequenceEqual("logprobs"u8) ? JsonTake.Skip : JsonTake.Descend;
    }
}
