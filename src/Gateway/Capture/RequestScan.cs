using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>
/// What one request's body says about itself, read as it passes. The proxy copies the body on one thread while the answer may already arrive on another,
/// so every access is under a lock. Never throws: a reader that fails is left out and reported once.
/// </summary>
internal sealed class RequestScan(RequestReader? reader, CaptureHealth health)
{
    private readonly Lock _gate = new();
    private RequestReader? _reader = reader;

    /// <summary>Body bytes that have been scanned.</summary>
    public long Bytes { get; private set; }

    /// <summary>The last reading.</summary>
    private RequestReading _reading = new();

    /// <summary>Bytes have passed since.</summary>
    private bool _isStale;

    public void Read(ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            Bytes += body.Length;
            _isStale = true;
            try
            {
                _reader?.Read(body);
            }
            catch (Exception fault)
            {
                Fail(fault);
            }
        }
    }

    /// <summary>What is known so far; all of it once the body has passed.</summary>
    public RequestReading Current()
    {
        lock (_gate)
        {
            try
            {
                if (_isStale)
                    _reading = _reader?.Finish() ?? _reading;
                _isStale = false;
            }
            catch (Exception fault)
            {
                Fail(fault);
            }

            return _reading;
        }
    }

    private void Fail(Exception fault)
    {
        _reader = null;
        health.Fault("request", fault.GetType().Name);
    }
}
