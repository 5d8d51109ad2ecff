namespace Gateway.Alerting.Calls;

/// <summary>Counts while an import runs; lists a bounded number of errors.</summary>
internal sealed class CallImportTally
{
    private const int ListedErrors = 1000;

    private readonly List<CallImportError> _errors = [];
    private long _imported;
    private long _skipped;
    private long _truncated;

    public void Saved(int imported, int skipped)
    {
        _imported += imported;
        _skipped += skipped;
    }

    public void Refused(long line, string reason)
    {
        if (_errors.Count < ListedErrors)
            _errors.Add(new CallImportError(line, reason));
        else
            _truncated++;
    }

    public CallImportResult ToResult() => new(_imported, _skipped, _errors, _truncated);
}
