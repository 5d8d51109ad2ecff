using System.Text;

namespace Gateway.Benchmarks;

/// <summary>Bodies as providers and clients send them.</summary>
internal static class Streams
{
    public const int Chunks = 200;

    public static byte[] OpenAi(bool obfuscated = false)
    {
        var body = new StringBuilder();
        Add(body, """{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}""", "null", obfuscated, 0);
        for (var chunk = 0; chunk < Chunks - 3; chunk++)
            Add(body, $$"""{"index":0,"delta":{"content":" word{{chunk}}"},"logprobs":null,"finish_reason":null}""", "null", obfuscated, chunk);
        Add(body, """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}""", "null", obfuscated, 1);
        Add(body, "", """{"prompt_tokens":182,"completion_tokens":197,"total_tokens":379,"prompt_tokens_details":{"cached_tokens":128}}""", obfuscated, 2);
        return Encoding.ASCII.GetBytes(body.Append("data: [DONE]\n\n").ToString());
    }

    public static byte[] Anthropic()
    {
        var body = new StringBuilder("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-opus-4-8\",\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n");
        for (var chunk = 0; chunk < Chunks - 3; chunk++)
            body.Append($$$"""event: content_block_delta{{{'\n'}}}data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word{{{chunk}}}"}}{{{"\n\n"}}}""");
        return Encoding.ASCII.GetBytes(body
            .Append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":197}}\n\n")
            .Append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n").ToString());
    }

    public static byte[] Request(int promptLength)
    {
        const string Sentence = "The quick brown fox looks at \\\"lazy\\\" dogs, counts its tokens, and goes on to the next line of the page.\\n";
        var messages = string.Join(',', Enumerable.Repeat($$"""{"role":"user","content":"{{string.Concat(Enumerable.Repeat(Sentence, 8))}}"}""", Math.Max(1, promptLength / 850)));
        return Encoding.ASCII.GetBytes($$"""{"model":"gpt-5.4-mini","temperature":0.2,"user":"user-4711","messages":[{{messages}}]}""");
    }

    private static void Add(StringBuilder body, string choice, string usage, bool obfuscated, int chunk) => body.Append(
        $"data: {{\"id\":\"chatcmpl-BxA7q0mTn5sE1vYw\",\"object\":\"chat.completion.chunk\",\"created\":1775001600,\"model\":\"gpt-5.4-mini\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_5b1f7d9e02\","
        + $"\"choices\":[{choice}],\"usage\":{usage}{(obfuscated ? $",\"obfuscation\":\"{new string('x', chunk % 9)}\"" : "")}}}\n\n");
}
