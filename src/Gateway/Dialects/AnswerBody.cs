using Gateway.Dialects.Framing;
using Gateway.Dialects.Providers;

namespace Gateway.Dialects;

/// <summary>The decoded bytes of an answer: chooses how they are framed, by their type or, where that does not tell, by their first byte, and feeds the dialect.</summary>
internal sealed class AnswerBody(IDialect dialect, AnswerReading answer, string? contentType, int statusCode, bool requestedStreaming) : IByteReader, IEventSink
{
    private const int FirstError = 400;

    private IFraming? _framing;
    private bool _chosen;

    public bool IsStream => _framing?.IsStream ?? false;

    private bool IsError => statusCode >= FirstError;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (!_chosen)
        {
            var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
            if (start < 0)
            {
                return;
            }

            _chosen = true;
            _framing = Choose(bytes[start]);
        }

        _framing?.Read(bytes);
    }

    public void Finish(bool complete)
    {
        _framing?.Finish(complete);
        if (IsError)
        {
            answer.ErrorType ??= $"http_{statusCode}";
        }
    }

    public void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (IsError)
        {
            ErrorReader.Read(data, answer);
        }
        else
        {
            dialect.ReadEvent(name, data, answer);
        }
    }

    public void OnError(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ErrorReader.ReadType(type, answer);

    /// <summary>A body that was one document has ended.</summary>
    public void ReadDocument(JsonTail tail)
    {
        var document = tail.Document();
        if (IsError)
        {
            ReadError(document);
            return;
        }

        dialect.ReadDocument(document, answer);
        answer.TerminalSeen |= tail.Complete;
    }

    private IFraming? Choose(byte first)
    {
        var type = MediaType();
        return Is(type, "text/event-stream") ? new SseReader(this)
            : Is(type, "application/x-ndjson") || Is(type, "application/ndjson") || Is(type, "application/jsonl") || Is(type, "application/stream+json") ? new NdjsonReader(this)
            : Is(type, "application/vnd.amazon.eventstream") ? new EventStreamReader(this)
            : ChooseByFirst(first);
    }

    private IFraming? ChooseByFirst(byte first) => (char)first switch
    {
        '[' => new JsonArrayStreamReader(this),
        '{' when requestedStreaming && !IsError && dialect is Ollama => new NdjsonReader(this),
        '{' => new DocumentReader(IsError ? DocumentMembers.Error : dialect.Document, answer, this),
        'd' or 'e' or 'i' or 'r' or ':' when requestedStreaming => new SseReader(this),
        _ => null,
    };

    private ReadOnlySpan<char> MediaType()
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim();
    }

    private static bool Is(ReadOnlySpan<char> type, string name) => type.Equals(name, StringComparison.OrdinalIgnoreCase);

    private void ReadError(ReadOnlySpan<byte> document)
    {
        ErrorReader.Read(document, answer);
        if (answer.ErrorType == "error")
        {
            // The body does not name it; the status does.
            answer.ErrorType = null;
        }
    }
}
