using System.Buffers;
using System.Buffers.Text;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Claude through Bedrock's InvokeModel: Anthropic's documents as they are, its events in base64 inside AWS frames.</summary>
internal sealed class BedrockInvokeAnthropic(AnthropicMessages inner) : IDialect
{
    public string Name => inner.Name;

    public DocumentMembers Document => inner.Document;

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        var encoded = JsonValue.Inner(JsonValue.Member(data, "bytes"u8));
        var rented = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(encoded.Length));
        if (Base64.DecodeFromUtf8(encoded, rented, out _, out var length) == OperationStatus.Done)
        {
            inner.ReadEvent(default, rented.AsSpan(0, length), answer);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer) => inner.ReadDocument(json, answer);
}
