using Gateway.Alerting.Calls;
using Gateway.Dialects;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Capture;

/// <summary>
/// The meter of one call, from the request's arrival to the last byte of its answer. Memory is bounded whatever passes.
/// Nothing in it throws into the request path: a part that fails is left out, counted, and the call goes on.
/// </summary>
internal sealed class CallCapture : IRunningCall
{
    private readonly TimeProvider _time;
    private readonly CaptureHealth _health;
    private readonly DialectMatch _match;
    private readonly InFlightCalls.Entry _inFlight;
    private readonly Caller _caller;
    private readonly ApiKeyHasher _keys;
    private AnswerReader? _answer;
    private long _bytesOut;
    private long _firstContent;
    private bool _faulted;

    /// <param name="route">Where it goes.</param>
    /// <param name="match">How its provider writes.</param>
    /// <param name="caller">Who makes it, as far as its headers say.</param>
    /// <param name="keys">Names the caller's key while the call is in flight.</param>
    /// <param name="inFlight">Holds it until its end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="health">Told when a part of the meter fails.</param>
    public CallCapture(MeteredRoute route, DialectMatch match, Caller caller, ApiKeyHasher keys, InFlightCalls inFlight, TimeProvider time, CaptureHealth health)
    {
        (Route, _match, _caller, _keys, _time, _health) = (route, match, caller, keys, time, health);
        BeganAt = time.GetTimestamp();
        StartedAt = time.GetUtcNow();
        Id = CallIds.New(StartedAt);
        Request = new(match.Dialect is null ? null : new RequestReader(), health);
        _inFlight = inFlight.Enter(StartedAt, this);
    }

    public string Id { get; }

    public DateTimeOffset StartedAt { get; }

    public long BeganAt { get; }

    public MeteredRoute Route { get; }

    public RequestScan Request { get; }

    /// <summary>What is to be done to the body; set before it is forwarded.</summary>
    public BodyPlan Plan { get; set; }

    /// <summary>The request asks for usage because of us, not of the client: its chunk has to be taken out again.</summary>
    public bool UsageAdded { get; set; }

    /// <summary>Chat and legacy completions: the only calls whose streams have to be asked for usage.</summary>
    public bool SpeaksOpenAiChat => _match is { Dialect.Name: "openai-chat" };

    private bool AnswerHasEnded { get; set; }

    /// <summary>The provider's status and headers are here.</summary>
    public void AnswerStarted(HttpResponseMessage answer)
    {
        try
        {
            var streaming = _match.PathStreaming ?? Request.Current().Stream ?? false;
            var headers = answer.Content.Headers.NonValidated;
            _answer = _match.Dialect is null ? null : new(_match, First(headers, "Content-Type"), First(headers, "Content-Encoding"), (int)answer.StatusCode, streaming);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    /// <summary>Bytes of the answer are on their way to the client.</summary>
    public void AnswerPassed(ReadOnlySpan<byte> bytes)
    {
        _bytesOut += bytes.Length;
        if (_answer is not { } answer || _faulted)
            return;
        try
        {
            answer.Read(bytes);
            if (_firstContent == 0 && answer.ContentSeen)
                _firstContent = _time.GetTimestamp();
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    public void AnswerEnded() => AnswerHasEnded = true;

    public LlmCall Describe()
    {
        var request = Request.Current();
        var identity = _caller.Identity.Or(request);
        var key = _caller.Key is { } clear ? _keys.Name(clear) : null;
        return new()
        {
            Id = Id,
            StartedAt = StartedAt,
            Provider = Route.Provider,
            Dialect = _match.Dialect?.Name ?? "unknown",
            Operation = _match.Operation,
            Route = Route.RouteId,
            RequestModel = Bound(request.Model ?? _match.PathModel),
            Streaming = _match.PathStreaming ?? request.Stream ?? false,
            User = identity.User,
            Team = identity.Team,
            Session = identity.Session,
            Tags = identity.Tags,
            ApiKey = key?.Label,
            ApiKeyId = key?.Id,
        };
    }

    /// <summary>The connection is a socket from now on and may stay open for hours: it is no call in flight that somebody waits for.</summary>
    public void Upgraded() => _inFlight.Leave();

    /// <summary>The call has left the proxy, in whatever way. Must be called exactly once.</summary>
    public CapturedCall Finish(HttpContext context, Exception? thrown)
    {
        _inFlight.Leave();
        var failure = context.Features.Get<IForwarderErrorFeature>();
        var request = Request.Current();
        var answer = Close();
        var end = End(context, failure, thrown, answer);
        var identity = _caller.Identity.Or(request);
        var outcome = end.Outcome;
        return new(
            new LlmCall
            {
                Id = Id,
                StartedAt = StartedAt,
                Provider = Route.Provider,
                Dialect = _match.Dialect?.Name ?? "unknown",
                Operation = _match.Operation,
                Route = Route.RouteId,
                RequestModel = Bound(request.Model ?? _match.PathModel),
                ResponseModel = Bound(answer?.Model),
                Streaming = _answer?.IsStream ?? _match.PathStreaming ?? request.Stream ?? false,
                StatusCode = end.Status,
                Outcome = outcome,
                ErrorType = Bound(answer?.ErrorType ?? (outcome is CallOutcome.Success or CallOutcome.ClientCancelled ? null : ErrorType(failure, thrown))),
                Latency = _time.GetElapsedTime(BeganAt),
                TimeToFirstToken = _firstContent == 0 ? null : _time.GetElapsedTime(BeganAt, _firstContent),
                BytesIn = Request.Bytes,
                BytesOut = _bytesOut,
                User = identity.User,
                Team = identity.Team,
                Session = identity.Session,
                Tags = identity.Tags,
            },
            request,
            answer,
            IsRead: context.Request.Method is "GET" or "HEAD" or "OPTIONS" or "DELETE" && context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols,
            _caller.Key);
    }

    private CallEnd End(HttpContext context, IForwarderErrorFeature? failure, Exception? thrown, AnswerReading? answer)
    {
        var gone = context.RequestAborted.IsCancellationRequested;
        var answered = context.Response.HasStarted || !gone;
        var bad = thrown as BadHttpRequestException;
        return new()
        {
            Status = thrown is null ? (answered ? context.Response.StatusCode : 0) : bad?.StatusCode ?? (gone ? 0 : StatusCodes.Status500InternalServerError),
            ClientGone = gone,
            AnswerEnded = AnswerHasEnded,
            IsStream = _answer?.IsStream ?? false,
            Readable = _answer is { Fault: null } && !_faulted && !HttpMethods.IsHead(context.Request.Method),
            Error = failure?.Error ?? ForwarderError.None,
            GaveUpWaiting = failure?.Exception is OperationCanceledException or TimeoutException || context.Response.StatusCode == StatusCodes.Status504GatewayTimeout,
            Answer = answer,
        };
    }

    private AnswerReading? Close()
    {
        try
        {
            var reading = _answer?.Finish(AnswerHasEnded);
            if (_answer?.Fault is not null && !_faulted)
                _health.Fault("answer", "AnswerReader.Fault");
            return reading;
        }
        catch (Exception fault)
        {
            Fail(fault);
            return null;
        }
    }

    private void Fail(Exception fault)
    {
        if (_faulted)
            return;
        _faulted = true;
        _health.Fault("answer", fault.GetType().Name);
    }

    private static string? ErrorType(IForwarderErrorFeature? failure, Exception? thrown) =>
        failure is { Error: not ForwarderError.None } ? failure.Error.ToString() : thrown?.GetType().Name;

    private static string? First(System.Net.Http.Headers.HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;

    private static string? Bound(string? text) => text is { Length: > 256 } ? text[..256] : text;
}
