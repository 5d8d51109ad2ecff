using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Embeddings: input only, never streamed.</summary>
internal sealed class OpenAiEmbeddings : IDialect
{
    public string Name => "openai-embeddings";

    public DocumentMembers Document { get; } = new(new("model", "usage", "error"), new("data"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer) => ReadDocument(data, answer);

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        answer.Model ??= JsonValue.Text(JsonValue.Member(json, "model"u8));
        OpenAiUsage.Read(JsonValue.Member(json, "usage"u8), answer);
        ErrorReader.ReadMember(JsonValue.Member(json, "error"u8), answer);
    }
}
