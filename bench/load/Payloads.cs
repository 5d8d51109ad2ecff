using System.Text;

namespace Gateway.LoadBench;

/// <summary>What goes over the wire. Bodies are those of OpenAI's chat completions, by far the most spoken format.</summary>
internal static class Payloads
{
    public const int Chunks = 200;

    private const string Sentence = "The quick brown fox looks at \\\"lazy\\\" dogs, counts its tokens, and goes on to the next line of the page.\\n";

    /// <summary>About 1 KB.</summary>
    public static string SmallRequest() => Request("", 700);

    /// <summary>About 200 KB in one hundred messages, as an agent's conversation has.</summary>
    public static string LargeRequest() => Request("", 200 * 1024);

    /// <param name="asksForUsage">False: the gateway has to ask for usage itself and to take the extra chunk out again.</param>
    public static string StreamRequest(bool asksForUsage) =>
        Request(asksForUsage ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "\"stream\":true,", 700);

    /// <summary>About 1.4 KB with usage.</summary>
    public static byte[] JsonAnswer()
    {
        var body = $$$"""
            {"id":"chatcmpl-BxA7q0mTn5sE1vYw","object":"chat.completion","created":1775001600,"model":"gpt-5.4-mini-2026-03-05","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text(700)}}}","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":182,"completion_tokens":171,"total_tokens":353,"prompt_tokens_details":{"cached_tokens":128,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":64,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_5b1f7d9e02"}
            """;
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nDate: Mon, 02 Nov 2026 12:00:00 GMT\r\nx-request-id: req_8c1f6b0e5a\r\n" +
            $"openai-processing-ms: 412\r\nx-ratelimit-remaining-requests: 9999\r\nx-ratelimit-remaining-tokens: 1999800\r\n\r\n{body}");
    }

    /// <summary>Two hundred chunks of one event each, usage in the last but one.</summary>
    public static byte[] StreamAnswer()
    {
        var answer = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\nDate: Mon, 02 Nov 2026 12:00:00 GMT\r\nx-request-id: req_8c1f6b0e5a\r\n\r\n");
        AddEvent(answer, Chunk("""{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}"""));
        for (var chunk = 0; chunk < Chunks - 3; chunk++)
            AddEvent(answer, Chunk($$"""{"index":0,"delta":{"content":" word{{chunk}}"},"logprobs":null,"finish_reason":null}"""));
        AddEvent(answer, Chunk("""{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}"""));
        AddEvent(answer, Chunk("", """{"prompt_tokens":182,"completion_tokens":197,"total_tokens":379,"prompt_tokens_details":{"cached_tokens":128,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}}"""));
        AddEvent(answer, "[DONE]");
        return Encoding.ASCII.GetBytes(answer.Append("0\r\n\r\n").ToString());
    }

    private static string Chunk(string choice, string usage = "null") =>
        $$$"""{"id":"chatcmpl-BxA7q0mTn5sE1vYw","object":"chat.completion.chunk","created":1775001600,"model":"gpt-5.4-mini-2026-03-05","service_tier":"default","system_fingerprint":"fp_5b1f7d9e02","choices":[{{{choice}}}],"usage":{{{usage}}}}""";

    private static void AddEvent(StringBuilder answer, string data) => answer.Append($"{data.Length + "data: \n\n".Length:x}\r\ndata: {data}\n\n\r\n");

    private static string Request(string options, int promptLength)
    {
        const int MessageLength = 2048;
        var messages = new StringBuilder("""{"role":"system","content":"You are a helpful assistant. Answer briefly, and say so when you do not know."}""");
        for (var left = promptLength; left > 0; left -= MessageLength)
            messages.Append($$""",{"role":"user","content":"{{Text(Math.Min(left, MessageLength))}}"}""");
        return $$"""{"model":"gpt-5.4-mini",{{options}}"temperature":0.2,"max_completion_tokens":512,"user":"user-4711","messages":[{{messages}}]}""";
    }

    private static string Text(int length) => string.Concat(Enumerable.Repeat(Sentence, Math.Max(1, length / Sentence.Length)));
}
