namespace Gateway.Dialects.Framing;

/// <summary>One JSON document a line; blank lines mean nothing.</summary>
internal sealed class NdjsonReader(IEventSink sink) : LineReader(FramingLimits.MaxEvent), IFraming
{
    public bool IsStream => true;

    public void Read(ReadOnlySpan<byte> bytes) => ReadLines(bytes);

    public void Finish(bool complete)
    {
        if (complete)
        {
            FinishLines();
        }
    }

    protected override void OnLine(ReadOnlySpan<byte> line)
    {
        if (!line.IsEmpty)
        {
            sink.OnEvent(default, line);
        }
    }

    protected override void OnOversizedLine()
    {
        // Nothing to hand over: the event is skipped by contract, and the next line begins afresh.
    }
}
