using Gateway.Dialects.Compression;
using Gateway.Dialects.Framing;
using Gateway.Dialects.Providers;

namespace Gateway.Dialects;

/// <summary>
/// Learns from an answer's bytes as they pass what it says about itself. Never throws: what goes wrong ends the reading and is kept in <see cref="Fault"/>.
/// Memory is bounded whatever the answer. Not thread-safe.
/// </summary>
internal sealed class AnswerReader
{
    private readonly AnswerReading _answer;
    private readonly AnswerBody? _body;
    private IByteReader? _wire;

    /// <param name="match">The request's wire format; without a dialect the answer passes unread.</param>
    /// <param name="contentType">The answer's <c>Content-Type</c>.</param>
    /// <param name="contentEncoding">The answer's <c>Content-Encoding</c>, when its bytes are still encoded.</param>
    /// <param name="statusCode">400 and above: the body is an error, whatever its dialect.</param>
    /// <param name="requestedStreaming">The request asked for a stream; tells what an answer without a telling type is.</param>
    /// <param name="withText">Keep the beginning of the output, for an estimate.</param>
    public AnswerReader(DialectMatch match, string? contentType, string? contentEncoding, int statusCode, bool requestedStreaming, bool withText = true)
    {
        _answer = new(withText);
        if (match.Dialect is not { } dialect)
        {
            return;
        }

        _body = new AnswerBody(dialect, _answer, contentType, statusCode, requestedStreaming);
        _wire = ContentDecoder.Wrap(contentEncoding, _body);
        if (_wire is null)
        {
            Fault = new NotSupportedException($"Content-Encoding '{contentEncoding}' is not known.");
        }
    }

    /// <summary>The first event that carried content has passed.</summary>
    public bool ContentSeen => _answer.ContentSeen;

    /// <summary>The answer is a stream of events; false until that is known.</summary>
    public bool IsStream => _body?.IsStream ?? false;

    /// <summary>What ended the reading early: a coding that is unknown or malformed, or a mistake of ours.</summary>
    public Exception? Fault { get; private set; }

    public void Read(ReadOnlySpan<byte> wireBytes)
    {
        try
        {
            _wire?.Read(wireBytes);
        }
        catch (Exception e)
        {
            // The border between metering and traffic: the answer must reach its client whatever happens here. The caller reports the fault.
            Stop(e);
        }
    }

    /// <summary>The answer has passed, or will not any further. Call once, last.</summary>
    /// <param name="upstreamCompleted">The provider ended the answer by itself.</param>
    public AnswerReading Finish(bool upstreamCompleted)
    {
        try
        {
            _body?.Finish(upstreamCompleted && Fault is null);
        }
        catch (Exception e)
        {
            // As in Read.
            Stop(e);
        }

        Release();
        return _answer;
    }

    private void Stop(Exception fault)
    {
        Fault ??= fault;
        Release();
    }

    private void Release()
    {
        var wire = _wire;
        _wire = null;
        (wire as IDisposable)?.Dispose();
    }
}
