namespace Gateway.Dialects.Framing;

/// <summary>A body that is one JSON document: what matters of it goes to the dialect at its end.</summary>
internal sealed class DocumentReader(DocumentMembers members, AnswerReading answer, AnswerBody body) : IFraming
{
    private readonly JsonTail _tail = new(members, answer);
    private bool _ended;

    public bool IsStream => false;

    public void Read(ReadOnlySpan<byte> bytes) => _tail.Read(bytes);

    public void Finish(bool complete)
    {
        if (!_ended)
        {
            _ended = true;
            body.ReadDocument(_tail);
        }
    }
}
