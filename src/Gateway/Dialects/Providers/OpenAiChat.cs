using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>
/// OpenAI's chat completions and legacy completions, and the many who speak them: Azure, Groq, DeepSeek, Mistral, xAI, OpenRouter, Ollama, vLLM.
/// A stream is hundreds of small chunks, so a chunk is searched, not parsed; only usage and errors are parsed.
/// </summary>
internal sealed class OpenAiChat : IDialect
{
    public string Name => "openai-chat";

    public DocumentMembers Document { get; } = new(new("model", "usage", "x_groq", "error"), new("choices"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            answer.TerminalSeen = true;
            return;
        }

        if (eventName.SequenceEqual("error"u8))
        {
            ErrorReader.Read(data, answer);
            return;
        }

        if (answer.Usual.IsLike(data, out var text))
        {
            answer.ContentSeen = true;
            JsonValue.AppendTo(answer.Output, text);
            return;
        }

        answer.Model ??= JsonValue.Text(JsonProbe.Value(data, "\"model\""u8));
        var hasContent = ReadDelta(data, answer);
        var isLast = JsonProbe.LastIsString(data, "\"finish_reason\""u8);
        answer.ContentSeen |= hasContent;
        answer.TerminalSeen |= isLast;
        if (!hasContent || JsonProbe.LastIsObject(data, "\"usage\""u8))
        {
            // Nobody sends an error, or usage anywhere but last, together with content: the many chunks in the middle save two searches.
            ReadUsage(data, answer);
            ReadError(data, answer);
        }
        else if (!isLast)
        {
            LearnUsual(data, answer);
        }
    }

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        answer.Model ??= JsonValue.Text(JsonValue.Member(json, "model"u8));
        ReadUsage(json, answer);
        ReadError(json, answer);
    }

    private static bool ReadDelta(ReadOnlySpan<byte> data, AnswerReading answer)
    {
        var start = data.IndexOf("\"delta\""u8);
        if (start < 0)
        {
            // Legacy completions have no delta.
            return JsonProbe.Sample(data, "\"text\""u8, answer.Output);
        }

        var delta = data[start..];
        return JsonProbe.Sample(delta, "\"content\""u8, answer.Output) || ReadRareDelta(delta, answer);
    }

    /// <summary>Chunks with one piece of content are the usual ones.</summary>
    private static void LearnUsual(ReadOnlySpan<byte> data, AnswerReading answer)
    {
        var at = data.IndexOf("\"delta\""u8);
        if (at >= 0 && JsonProbe.Find(data, "\"content\""u8, ref at) && data[at] == '"' && data[at..].IndexOf("\"content\""u8) < 0)
        {
            answer.Usual.Learn(data, at);
        }
    }

    /// <summary>Role, reasoning, refusal, tool calls, sound, and Mistral's content in parts (<c>text</c>).</summary>
    private static bool ReadRareDelta(ReadOnlySpan<byte> delta, AnswerReading answer) =>
        JsonProbe.Sample(delta, "\"reasoning_content\""u8, answer.Output)
        || JsonProbe.Sample(delta, "\"reasoning\""u8, answer.Output)
        || ReadToolCall(delta, answer)
        || JsonProbe.Sample(delta, "\"refusal\""u8, answer.Output)
        || JsonProbe.Sample(delta, "\"text\""u8, answer.Output)
        || JsonProbe.Sample(delta, "\"transcript\""u8, answer.Output)
        || !JsonValue.Inner(JsonProbe.Value(delta, "\"data\""u8)).IsEmpty;

    private static bool ReadToolCall(ReadOnlySpan<byte> delta, AnswerReading answer)
    {
        if (delta.IndexOf("\"tool_calls\""u8) < 0 && delta.IndexOf("\"function_call\""u8) < 0)
        {
            return false;
        }

        var named = JsonProbe.Sample(delta, "\"name\""u8, answer.Output);
        return JsonProbe.Sample(delta, "\"arguments\""u8, answer.Output) || named;
    }

    /// <summary>Usage stands at the top or, with Groq, under <c>x_groq</c>; with include_usage every chunk but the last says <c>"usage":null</c>.</summary>
    private static void ReadUsage(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        if (JsonProbe.LastObject(json, "\"usage\""u8) is { IsEmpty: false } usage)
        {
            OpenAiUsage.Read(usage, answer);
        }
    }

    private static void ReadError(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        if (JsonProbe.Value(json, "\"error\""u8) is { IsEmpty: false } error)
        {
            ErrorReader.ReadMember(error, answer);
        }
    }
}
