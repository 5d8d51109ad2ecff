namespace Gateway.Alerting.Files;

/// <summary>
/// Notices, once a second, that files were made, edited, replaced or removed. It compares names, lengths and times of writing:
/// unlike operating-system notifications that works for mounted volumes, for editors that replace files and for Kubernetes' symbolic links.
/// An edit that keeps length and time of writing is not seen.
/// </summary>
public sealed class FilePoller : IDisposable
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    private readonly Func<IEnumerable<string>> _files;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private Dictionary<string, string> _seen;

    /// <param name="files">Full paths to watch, asked for at each look; a path need not exist.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">Between two looks; <see cref="DefaultInterval"/> when null.</param>
    public FilePoller(Func<IEnumerable<string>> files, TimeProvider time, TimeSpan? interval = null)
    {
        _files = files;
        _interval = interval ?? DefaultInterval;
        _seen = Look();
        // One shot, armed again after each look: a slow disk or handler delays the next look and never overlaps it.
        _timer = time.CreateTimer(_ => Poll(), null, _interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Raised on a timer thread after something has changed since the last look (the first look is the constructor's). Never raised twice at once.
    /// Must not throw. A file may still be half-written; its end is another change.
    /// </summary>
    public event Action? Changed;

    public void Dispose() => _timer.Dispose();

    private void Poll()
    {
        var now = Look();
        if (!Same(now, _seen))
        {
            _seen = now;
            Changed?.Invoke();
        }

        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    private Dictionary<string, string> Look()
    {
        try
        {
            return _files().Distinct(StringComparer.Ordinal).ToDictionary(path => path, Stamp, StringComparer.Ordinal);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The caller's directory is gone or closed to us: a state like any other.
            return new(StringComparer.Ordinal) { [""] = unreadable.Message };
        }
    }

    private static string Stamp(string path)
    {
        try
        {
            // The target's stamp, not the link's own.
            var link = new FileInfo(path);
            var file = link.Exists ? link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link : link;
            return file.Exists ? $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}" : "missing";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }

    private static bool Same(Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && left.All(file => right.TryGetValue(file.Key, out var stamp) && stamp == file.Value);
}
