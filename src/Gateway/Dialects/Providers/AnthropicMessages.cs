using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Anthropic's messages, also as Bedrock and Vertex serve them.</summary>
internal sealed class AnthropicMessages : IDialect
{
    public string Name => "anthropic-messages";

    public DocumentMembers Document { get; } = new(new("model", "usage", "error"), new("content"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        var type = eventName.IsEmpty ? JsonValue.Inner(JsonValue.Member(data, "type"u8)) : eventName;
        if (type.SequenceEqual("content_block_delta"u8))
        {
            ReadDelta(data, answer);
        }
        else if (type.SequenceEqual("content_block_start"u8))
        {
            ReadBlockStart(JsonValue.Member(data, "content_block"u8), answer);
        }
        else if (type.SequenceEqual("message_start"u8))
        {
            ReadDocument(JsonValue.Member(data, "message"u8), answer);
            answer.OutputPending = true;
        }
        else if (type.SequenceEqual("message_delta"u8))
        {
            AnthropicUsage.Read(JsonValue.Member(data, "usage"u8), answer);
            answer.OutputPending = false;
        }
        else if (type.SequenceEqual("message_stop"u8))
        {
            answer.TerminalSeen = true;
        }
        else if (type.SequenceEqual("error"u8))
        {
            ErrorReader.Read(data, answer);
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
                AnthropicUsage.Read(members.Value, answer);
            }
            else if (members.Is("error"u8))
            {
                ErrorReader.ReadMember(members.Value, answer);
            }
        }
    }

    /// <summary>Text, thinking and tool input are content; signatures and citations are not.</summary>
    private static void ReadDelta(ReadOnlySpan<byte> data, AnswerReading answer) =>
        answer.ContentSeen |= JsonProbe.Sample(data, "\"text\""u8, answer.Output)
            || JsonProbe.Sample(data, "\"thinking\""u8, answer.Output)
            || JsonProbe.Sample(data, "\"partial_json\""u8, answer.Output);

    /// <summary>A text block begins empty; a tool call begins with its name, redacted thinking with all of it.</summary>
    private static void ReadBlockStart(ReadOnlySpan<byte> block, AnswerReading answer)
    {
        var type = JsonValue.Inner(JsonValue.Member(block, "type"u8));
        answer.ContentSeen |= type.EndsWith("tool_use"u8) || type.SequenceEqual("redacted_thinking"u8);
        answer.ContentSeen |= JsonProbe.Sample(block, "\"name\""u8, answer.Output) || JsonProbe.Sample(block, "\"text\""u8, answer.Output);
    }
}
