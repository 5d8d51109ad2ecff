using Gateway.Alerting.Calls;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Ollama's own API: one JSON document a line, the last with <c>"done":true</c> and the counts; unstreamed, that last line alone.</summary>
internal sealed class Ollama : IDialect
{
    public string Name => "ollama";

    public DocumentMembers Document { get; } = new(
        new("model", "prompt_eval_count", "eval_count", "done", "error"), new("message", "response", "thinking", "embedding", "embeddings"));

    public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer)
    {
        answer.ContentSeen |= JsonProbe.Sample(data, "\"content\""u8, answer.Output)
            || JsonProbe.Sample(data, "\"response\""u8, answer.Output)
            || JsonProbe.Sample(data, "\"thinking\""u8, answer.Output)
            || ReadToolCall(data, answer);
        ReadDocument(data, answer);
    }

    public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        long? input = null, output = null;
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is("model"u8))
            {
                answer.Model ??= JsonValue.Text(members.Value);
            }
            else if (members.Is("prompt_eval_count"u8))
            {
                input = JsonValue.Count(members.Value);
            }
            else if (members.Is("eval_count"u8))
            {
                output = JsonValue.Count(members.Value);
            }
            else if (members.Is("done"u8))
            {
                answer.TerminalSeen |= JsonValue.IsTrue(members.Value);
            }
            else if (members.Is("error"u8))
            {
                ErrorReader.ReadMember(members.Value, answer);
            }
        }

        if (input is not null || output is not null)
        {
            answer.Usage = new() { UncachedInput = input ?? 0, TextOutput = output ?? 0, Source = TokenSource.Provider };
        }
    }

    private static bool ReadToolCall(ReadOnlySpan<byte> data, AnswerReading answer) =>
        data.IndexOf("\"tool_calls\""u8) is >= 0 and var start && JsonProbe.Sample(data[start..], "\"name\""u8, answer.Output);
}
