using System.Buffers;
using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>
/// What one request's body says about itself, read as it passes. The prompt's words are needed only where the answer does not state its usage: a short body is read
/// without them, and kept until it is known whether they are needed after all. The proxy copies the body on one thread while the answer may already arrive on another,
/// so every access is under a lock. Never throws: a reader that fails is left out and reported once.
/// </summary>
/// <param name="isReadable">The wire format is known; without it bytes are only counted.</param>
/// <param name="health">Told of a reader that fails.</param>
internal sealed class RequestScan(bool isReadable, CaptureHealth health)
{
    /// <summary>Bytes that are kept of what is read without its words: no more than a reading would keep of them.</summary>
    public const int MaxKept = 4 * 1024;

    private readonly Lock _gate = new();
    private bool _isReadable = isReadable;
    private byte[]? _kept;
    private RequestReader? _reader;
    private RequestReading _reading = RequestReading.Nothing;

    /// <summary>Bytes have passed since the last reading.</summary>
    private bool _isStale;

    /// <summary>Body bytes that have been scanned.</summary>
    public long Bytes { get; private set; }

    public void Read(ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            var isShort = Bytes == 0 && body.Length <= MaxKept;
            Bytes += body.Length;
            if (_isReadable && !body.IsEmpty)
                Read(body, isShort);
        }
    }

    /// <summary>What is known so far; all of it once the body has passed. Without the prompt's words while the body is short.</summary>
    public RequestReading Current()
    {
        lock (_gate)
        {
            if (_isStale)
                _reading = _reader?.Finish() ?? _reading;
            _isStale = false;
            return _reading;
        }
    }

    /// <summary>The same with the beginning of the prompt's words.</summary>
    public RequestReading WithText()
    {
        lock (_gate)
        {
            if (_kept is not null)
                Read([], isShort: false);
            return Current();
        }
    }

    /// <summary>Nobody will ask for words any more.</summary>
    public void ForgetText()
    {
        lock (_gate)
            Release();
    }

    private void Read(ReadOnlySpan<byte> body, bool isShort)
    {
        try
        {
            if (isShort)
                _reader = Keep(body);
            else if (_reader is null || _kept is not null)
                _reader = Anew((int)Bytes - body.Length);
            _reader.Read(body);
            _isStale = true;
        }
        catch (Exception fault)
        {
            (_isReadable, _reader) = (false, null);
            Release();
            health.Fault("request", fault.GetType().Name);
        }
    }

    private RequestReader Keep(ReadOnlySpan<byte> body)
    {
        _kept = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(_kept);
        return new(withText: false);
    }

    private RequestReader Anew(int kept)
    {
        var reader = new RequestReader();
        reader.Read(_kept.AsSpan(0, kept));
        Release();
        return reader;
    }

    private void Release()
    {
        if (_kept is { } kept)
            ArrayPool<byte>.Shared.Return(kept);
        _kept = null;
    }
}
