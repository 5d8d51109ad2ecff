using BenchmarkDotNet.Attributes;
using Gateway.Dialects;

namespace Gateway.Benchmarks;

/// <summary>Reading a streamed answer of two hundred chunks; figures are per chunk.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private static readonly byte[] OpenAiStream = Streams.OpenAi();
    private static readonly byte[] ObfuscatedStream = Streams.OpenAi(obfuscated: true);
    private static readonly byte[] AnthropicStream = Streams.Anthropic();
    private static readonly DialectMatch OpenAiChat = DialectCatalog.Match("openai", null, "/v1/chat/completions");
    private static readonly DialectMatch AnthropicMessages = DialectCatalog.Match("anthropic", null, "/v1/messages");

    /// <summary>Bytes in one read of the connection; 100 cuts every chunk.</summary>
    [Params(100, 16384)]
    public int Piece { get; set; }

    [Benchmark(OperationsPerInvoke = Streams.Chunks)]
    public object OpenAi() => Read(OpenAiChat, OpenAiStream);

    [Benchmark(OperationsPerInvoke = Streams.Chunks)]
    public object OpenAiObfuscated() => Read(OpenAiChat, ObfuscatedStream);

    [Benchmark(OperationsPerInvoke = Streams.Chunks)]
    public object Anthropic() => Read(AnthropicMessages, AnthropicStream);

    private AnswerReading Read(DialectMatch match, byte[] stream)
    {
        var reader = new AnswerReader(match, "text/event-stream", null, 200, requestedStreaming: true);
        for (var at = 0; at < stream.Length; at += Piece)
            reader.Read(stream.AsSpan(at, Math.Min(Piece, stream.Length - at)));
        var answer = reader.Finish(upstreamCompleted: true);
        return answer is { Usage: not null, TerminalSeen: true } ? answer : throw new InvalidOperationException("The stream was not understood.");
    }
}
