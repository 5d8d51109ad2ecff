namespace Gateway.Dialects;

/// <summary>
/// How one provider API writes requests, answers and usage. Stateless; what it learns of a call goes into the readings it is handed.
/// A dialect never throws on malformed input: what it cannot read it leaves out.
/// </summary>
public interface IDialect
{
    /// <summary>As stored with the call: <c>openai-chat</c>, <c>openai-responses</c>, <c>openai-embeddings</c>, <c>anthropic-messages</c>, <c>gemini</c>, <c>bedrock-converse</c>, <c>ollama</c>.</summary>
    string Name { get; }

    /// <summary>What to keep of an answer that comes as one JSON document.</summary>
    DocumentMembers Document { get; }

    /// <summary>One event of a streamed answer: an SSE event's data, an NDJSON line, an array element or an event-stream frame's payload.</summary>
    /// <param name="eventName">The SSE <c>event:</c> field or the frame's <c>:event-type</c>; empty when there is none.</param>
    /// <param name="data">One JSON document, or a marker such as <c>[DONE]</c>.</param>
    /// <param name="answer">What is known of the answer so far.</param>
    void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer);

    /// <summary>An answer that came as one JSON document, reduced to the members named by <see cref="Document"/>.</summary>
    void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer);
}
