using System.Net.Http.Headers;
using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>
/// What one answer says about itself, read as it passes. Its words are needed only where it does not state its usage, which short answers nearly always do:
/// a short first piece is read without them, and kept in case they are needed after all. Never throws: an answer that cannot be read passes all the same
/// and is reported once. Not thread-safe.
/// </summary>
internal sealed class AnswerScan(DialectMatch match, RequestScan request, TimeProvider time, CaptureHealth health)
{
    private string? _contentType;
    private string? _contentEncoding;
    private long? _contentLength;
    private int _status;
    private bool _began;
    private byte[]? _kept;
    private AnswerReader? _reader;
    private AnswerReading? _reading;
    private bool _faulted;

    /// <summary>Bytes that have passed.</summary>
    public long Bytes { get; private set; }

    /// <summary>The provider has ended the answer by itself.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>When the first content passed, as a timestamp; 0 when none has.</summary>
    public long FirstContentAt { get; private set; }

    /// <summary>Null when there was no answer that could be read.</summary>
    public bool? IsStream => _reader?.IsStream;

    /// <summary>What was used is known for certain, so that no words are needed.</summary>
    public bool StatesUsage => _reading is { Usage: not null, OutputPending: false };

    /// <summary>The answer's format is known and was read without a fault.</summary>
    public bool IsReadable => _reader is { Fault: null } && !_faulted;

    /// <summary>The provider's status and headers are here.</summary>
    public void Begin(HttpResponseMessage answer)
    {
        try
        {
            var headers = answer.Content.Headers;
            (_contentType, _contentEncoding) = (First(headers.NonValidated, "Content-Type"), First(headers.NonValidated, "Content-Encoding"));
            (_contentLength, _status) = (headers.ContentLength, (int)answer.StatusCode);
            _began = match.Dialect is not null;
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    /// <summary>Bytes of the answer are on their way to the client.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        var isFirst = Bytes == 0;
        Bytes += bytes.Length;
        if (!_began || _faulted)
            return;
        try
        {
            if (isFirst)
                ReadFirst(bytes);
            else
                ReadOn(bytes);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    /// <summary>The provider has ended it.</summary>
    public void End()
    {
        HasEnded = true;
        Finish();
    }

    /// <summary>The answer has passed, or will not any further. Call once, last.</summary>
    /// <returns>What it said; null when there was none that can be read.</returns>
    public AnswerReading? Close()
    {
        Finish();
        if (_kept is { } kept && !StatesUsage)
            ReadAgain(kept);
        if (_reader is { Fault: not null } && !_faulted)
            health.Fault("answer", "AnswerReader.Fault");
        return _reading;
    }

    private void Finish()
    {
        if (!_began || _reading is not null)
            return;
        try
        {
            _reader ??= NewReader();
            _reading = _reader.Finish(HasEnded);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private void ReadAgain(ReadOnlySpan<byte> kept)
    {
        try
        {
            _reader = NewReader();
            _reader.Read(kept);
            _reading = _reader.Finish(HasEnded);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private void ReadFirst(ReadOnlySpan<byte> bytes)
    {
        var isShort = bytes.Length <= RequestScan.MaxKept;
        _reader = NewReader(withText: !isShort);
        ReadOn(_reader, bytes);
        if (bytes.Length == _contentLength)
            _reading = _reader.Finish(upstreamCompleted: true);
        if (isShort && !StatesUsage)
            _kept = bytes.ToArray();
    }

    private void ReadOn(ReadOnlySpan<byte> bytes)
    {
        if (_reader is null || _kept is not null)
        {
            _reader = NewReader();
            _reader.Read(_kept);
            _kept = null;
        }

        ReadOn(_reader, bytes);
    }

    private void ReadOn(AnswerReader reader, ReadOnlySpan<byte> bytes)
    {
        reader.Read(bytes);
        if (FirstContentAt == 0 && reader.ContentSeen)
            FirstContentAt = time.GetTimestamp();
    }

    private AnswerReader NewReader(bool withText = true) =>
        new(match, _contentType, _contentEncoding, _status, match.PathStreaming ?? request.Current().Stream ?? false, withText);

    private void Fail(Exception fault)
    {
        if (_faulted)
            return;
        _faulted = true;
        health.Fault("answer", fault.GetType().Name);
    }

    private static string? First(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
