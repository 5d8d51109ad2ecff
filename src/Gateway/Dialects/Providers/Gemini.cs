using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Gemini, at Google AI and at Vertex. A stream has no closing marker: the chunk with a finish reason, or with the block of a prompt, is the last.</summary>
internal sealed class Gemini : IDialect
{
    public string Name => "gemini";

    public DocumentMembers Document { get; } = new(
        new("modelVersion", "usageMetadata", "error"), new("candidates", "embedding", "embeddings", "predictions"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        answer.ContentSeen |= ReadParts(data, answer);
        answer.TerminalSeen |= JsonProbe.LastIsString(data, "\"finishReason\""u8) || JsonProbe.LastIsString(data, "\"blockReason\""u8);
        answer.Model ??= JsonValue.Text(JsonProbe.Value(data, "\"modelVersion\""u8));
        GeminiUsage.Read(JsonProbe.LastObject(data, "\"usageMetadata\""u8), answer);
        if (data.IndexOf("\"candidates\""u8) < 0)
        {
            ErrorReader.ReadMember(JsonValue.Member(data, "error"u8), answer);
        }
    }

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is("modelVersion"u8))
            {
                answer.Model ??= JsonValue.Text(members.Value);
            }
            else if (members.Is("usageMetadata"u8))
            {
                GeminiUsage.Read(members.Value, answer);
            }
            else if (members.Is("error"u8))
            {
                ErrorReader.ReadMember(members.Value, answer);
            }
        }
    }

    private static bool ReadParts(ReadOnlySpan<byte> data, AnswerReading answer)
    {
        var start = data.IndexOf("\"parts\""u8);
        if (start < 0)
        {
            return false;
        }

        var parts = data[start..];
        return JsonProbe.Sample(parts, "\"text\""u8, answer.Output)
            || parts.IndexOf("\"functionCall\""u8) >= 0
            || parts.IndexOf("\"inlineData\""u8) >= 0
            || parts.IndexOf("\"executableCode\""u8) >= 0;
    }
}
