namespace Gateway.Dialects.Framing;

/// <summary>Takes bytes as they pass, in pieces cut anywhere.</summary>
internal interface IByteReader
{
    void Read(ReadOnlySpan<byte> bytes);
}

/// <summary>Cuts a body into the events or the document in it.</summary>
internal interface IFraming : IByteReader
{
    /// <summary>More than one event may come: time to first token is worth measuring.</summary>
    bool IsStream { get; }

    /// <summary>No more bytes will come.</summary>
    /// <param name="complete">The body ended by itself; false when it was cut, so that what is unfinished is not an event.</param>
    void Finish(bool complete);
}

/// <summary>Takes the events of a streamed body. The spans are valid during the call only.</summary>
internal interface IEventSink
{
    void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);

    /// <summary>The framing itself says the stream failed (an exception frame).</summary>
    void OnError(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data);
}

internal static class FramingLimits
{
    /// <summary>Bytes of one event; a larger one is skipped rather than held.</summary>
    public const int MaxEvent = 1024 * 1024;
}
