using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>OpenAI's responses API. Its stream says everything that counts in the last event, one level deeper: <c>response.usage</c>.</summary>
internal sealed class OpenAiResponses : IDialect
{
    public string Name => "openai-responses";

    public DocumentMembers Document { get; } = new(new("model", "usage", "error"), new("output"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        var type = eventName.IsEmpty ? JsonValue.Inner(JsonValue.Member(data, "type"u8)) : eventName;
        if (type.EndsWith(".delta"u8))
        {
            ReadDelta(type, data, answer);
        }
        else if (type.SequenceEqual("error"u8) || type.IsEmpty)
        {
            ReadErrorEvent(type, data, answer);
        }
        else if (IsWhole(type))
        {
            ReadDocument(JsonValue.Member(data, "response"u8), answer);
            ReadEnd(type, answer);
        }
    }

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is("model"u8))
            {
                answer.Model = JsonValue.Text(members.Value) ?? answer.Model;
            }
            else if (members.Is("usage"u8))
            {
                OpenAiUsage.Read(members.Value, answer);
            }
            else if (members.Is("error"u8))
            {
                ErrorReader.ReadMember(members.Value, answer);
            }
        }
    }

    /// <summary>Events that carry the response itself.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.created"u8) || type.SequenceEqual("response.completed"u8)
        || type.SequenceEqual("response.incomplete"u8) || type.SequenceEqual("response.failed"u8) || type.SequenceEqual("response.cancelled"u8);

    private static void ReadEnd(ReadOnlySpan<byte> type, AnswerReading answer)
    {
        answer.TerminalSeen |= !type.SequenceEqual("response.created"u8);
        if (type.SequenceEqual("response.failed"u8))
        {
            answer.ErrorType ??= "response.failed";
        }
    }

    private static void ReadDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        if (type.SequenceEqual("response.audio.delta"u8))
        {
            answer.ContentSeen = true;
            return;
        }

        answer.ContentSeen |= JsonProbe.Sample(data, "\"delta\""u8, answer.Output);
    }

    private static void ReadErrorEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            answer.TerminalSeen = true;
        }
        else if (!type.IsEmpty)
        {
            ErrorReader.Read(data, answer);
        }
        else
        {
            ErrorReader.ReadMember(JsonValue.Member(data, "error"u8), answer);
        }
    }
}
