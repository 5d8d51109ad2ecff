using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Bedrock's Converse. Its answers never name the model: the path does.</summary>
internal sealed class BedrockConverse : IDialect
{
    public string Name => "bedrock-converse";

    public DocumentMembers Document { get; } = new(new("usage", "error"), new("output"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        if (eventName.SequenceEqual("contentBlockDelta"u8))
        {
            answer.ContentSeen |= JsonProbe.Sample(data, "\"text\""u8, answer.Output)
                || JsonProbe.Sample(data, "\"input\""u8, answer.Output)
                || !JsonProbe.Value(data, "\"redactedContent\""u8).IsEmpty;
        }
        else if (eventName.SequenceEqual("contentBlockStart"u8))
        {
            answer.ContentSeen |= JsonProbe.Sample(data, "\"name\""u8, answer.Output);
        }
        else if (eventName.SequenceEqual("messageStop"u8))
        {
            answer.TerminalSeen = true;
        }
        else if (eventName.SequenceEqual("metadata"u8))
        {
            ReadDocument(data, answer);
        }
    }

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        BedrockUsage.Read(JsonValue.Member(json, "usage"u8), answer);
        ErrorReader.ReadMember(JsonValue.Member(json, "error"u8), answer);
    }
}
