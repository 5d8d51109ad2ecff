namespace Gateway.Admin.Security;

/// <summary>
/// Remembers the sessions that were signed out, so that a copy of their cookie opens nothing.
/// For as long as such a cookie could have lived, the newest ten thousand, and until the process ends. Thread-safe.
/// </summary>
internal sealed class EndedSessions(TimeProvider time)
{
    public const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ended = [];
    private readonly Queue<(string Session, DateTimeOffset Until)> _inOrder = [];

    public void Add(string session)
    {
        lock (_gate)
        {
            Forget();
            if (_ended.Add(session))
            {
                _inOrder.Enqueue((session, time.GetUtcNow() + AdminCookie.Lifetime));
            }
        }
    }

    public bool Contains(string? session)
    {
        lock (_gate)
        {
            return session is not null && _ended.Contains(session);
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (_inOrder.TryPeek(out var oldest) && (oldest.Until <= now || _inOrder.Count >= Most))
        {
            _ended.Remove(_inOrder.Dequeue().Session);
        }
    }
}
