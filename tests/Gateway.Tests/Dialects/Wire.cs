using System.Text;
using Gateway.Dialects;

namespace Gateway.Tests.Dialects;

/// <summary>Answers as the providers document them, and ways to push them through a reader.</summary>
internal static class Wire
{
    public static readonly IReadOnlyList<string> Files = [.. Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)!).Where(f => !f.StartsWith('.')).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Dialects", "Wire");

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    /// <summary>The path a request for such an answer has.</summary>
    public static string PathOf(string file) => file switch
    {
        _ when file.Contains("embeddings", StringComparison.Ordinal) && file.StartsWith("openai", StringComparison.Ordinal) => "/v1/embeddings",
        _ when file.StartsWith("openai-responses", StringComparison.Ordinal) => "/v1/responses",
        _ when file.StartsWith("openai-completions", StringComparison.Ordinal) => "/v1/completions",
        _ when file.StartsWith("anthropic", StringComparison.Ordinal) => "/v1/messages",
        _ when file.StartsWith("gemini-embeddings", StringComparison.Ordinal) => "/v1beta/models/gemini-embedding-001:embedContent",
        _ when file.StartsWith("gemini-compatible", StringComparison.Ordinal) => "/v1beta/openai/chat/completions",
        _ when file is "gemini.sse" or "gemini-stream.json" or "vertex.sse" => "/v1beta/models/gemini-3-flash:streamGenerateContent",
        _ when file.StartsWith("gemini", StringComparison.Ordinal) => "/v1beta/models/gemini-3-flash:generateContent",
        "bedrock-invoke.bin" => "/model/us.anthropic.claude-sonnet-4-5-v1%3A0/invoke-with-response-stream",
        _ when file.StartsWith("bedrock", StringComparison.Ordinal) => "/model/us.amazon.nova-pro-v1%3A0/converse" + (file.EndsWith(".bin", StringComparison.Ordinal) ? "-stream" : ""),
        "ollama-generate.json" => "/api/generate",
        "ollama-embed.json" => "/api/embed",
        _ when file.StartsWith("ollama", StringComparison.Ordinal) => "/api/chat",
        _ => "/v1/chat/completions",
    };

    public static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".sse" => "text/event-stream; charset=utf-8",
        ".ndjson" => "application/x-ndjson",
        ".bin" => "application/vnd.amazon.eventstream",
        _ => "application/json",
    };

    /// <summary>Whether the request for such an answer asks for a stream.</summary>
    public static bool Streams(string file) => !file.EndsWith(".json", StringComparison.Ordinal);

    public static AnswerReader Reader(string file, int status = 200, string? encoding = null)
    {
        var match = DialectCatalog.Match("test", null, PathOf(file));
        return new(match, TypeOf(file), encoding, status, requestedStreaming: Streams(file) || match.PathStreaming == true);
    }

    public static AnswerReading Read(string file, int status = 200) => Read(Reader(file, status), Bytes(file));

    public static AnswerReading ReadText(string path, string type, string text, int status = 200, bool streaming = true, bool completed = true) =>
        Read(new AnswerReader(DialectCatalog.Match("test", null, path), type, null, status, streaming), Encoding.UTF8.GetBytes(text), completed: completed);

    /// <summary>Pushes the bytes in pieces of the given lengths, over and over; whole when there are none.</summary>
    public static AnswerReading Read(AnswerReader reader, ReadOnlySpan<byte> bytes, int[]? pieces = null, bool completed = true)
    {
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var length = pieces is null ? bytes.Length : Math.Min(pieces[i % pieces.Length], bytes.Length);
            reader.Read(bytes[..length]);
            bytes = bytes[length..];
        }

        var answer = reader.Finish(completed);
        Assert.Null(reader.Fault);
        return answer;
    }

    /// <summary>Everything a reading knows, as one value.</summary>
    /// <param name="answer">The reading.</param>
    /// <param name="withText">With the words that it kept.</param>
    public static object Facts(AnswerReading answer, bool withText = true) => new
    {
        answer.Model,
        answer.Usage,
        answer.OutputPending,
        answer.ReportedCost,
        answer.ContentSeen,
        answer.TerminalSeen,
        answer.ErrorType,
        answer.Overloaded,
        answer.RateLimited,
        answer.Output.Length,
        Kept = withText ? answer.Output.Kept : "",
    };
}
