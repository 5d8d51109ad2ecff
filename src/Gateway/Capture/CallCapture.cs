using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>
/// The meter of one call, from the request's arrival to the last byte of its answer. Memory is bounded whatever passes.
/// Nothing in it throws into the request path: a part that fails is left out, counted, and the call goes on.
/// </summary>
internal sealed class CallCapture : IRunningCall
{
    private readonly TimeProvider _time;
    private readonly DialectMatch _match;
    private readonly InFlightCalls.Entry _inFlight;
    private readonly Caller _caller;
    private readonly ApiKeyHasher _keys;
    private CallEnd _end;

    /// <param name="route">Where it goes.</param>
    /// <param name="match">How its provider writes.</param>
    /// <param name="caller">Who makes it, as far as its headers say.</param>
    /// <param name="keys">Names the caller's key.</param>
    /// <param name="inFlight">Holds it until its end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="health">Told when a part of the meter fails.</param>
    public CallCapture(MeteredRoute route, DialectMatch match, Caller caller, ApiKeyHasher keys, InFlightCalls inFlight, TimeProvider time, CaptureHealth health)
    {
        (Route, _match, _caller, _keys, _time) = (route, match, caller, keys, time);
        BeganAt = time.GetTimestamp();
        StartedAt = time.GetUtcNow();
        Id = CallIds.New(StartedAt);
        Request = new(match.Dialect is not null, health);
        Answer = new(match, Request, time, health);
        _inFlight = inFlight.Enter(StartedAt, this);
    }

    public string Id { get; }

    public DateTimeOffset StartedAt { get; }

    public long BeganAt { get; }

    public MeteredRoute Route { get; }

    public RequestScan Request { get; }

    public AnswerScan Answer { get; }

    /// <summary>What is to be done to the body; set before it is forwarded.</summary>
    public BodyPlan Plan { get; set; }

    /// <summary>The request asks for usage because of us, not of the client: its chunk has to be taken out again.</summary>
    public bool UsageAdded { get; set; }

    /// <summary>Chat and legacy completions: the only calls whose streams have to be asked for usage.</summary>
    public bool SpeaksOpenAiChat => _match is { Dialect.Name: "openai-chat" };

    public LlmCall Describe() => Describe(Captured(Request.Current(), answer: null, default), CallOutcome.Success, default, default);

    /// <summary>The connection is a socket from now on and may stay open for hours: it is no call in flight that somebody waits for.</summary>
    public void Upgraded() => _inFlight.Leave();

    /// <summary>The call has left the proxy, in whatever way. Must be called exactly once.</summary>
    public void End(HttpContext context, Exception? thrown)
    {
        _inFlight.Leave();
        _end = CallEnd.Of(context, thrown, _time.GetElapsedTime(BeganAt));
        if (Answer.StatesUsage)
            Request.ForgetText();
    }

    /// <summary>What the whole call said. Once, after <see cref="End"/> and away from the request path.</summary>
    public CapturedCall Read()
    {
        var answer = Answer.Close();
        var request = answer is { Usage: null } ? Request.WithText() : Request.Current();
        return Captured(request, answer, _end.With(Answer, answer));
    }

    /// <summary>The whole call, once all of it is known.</summary>
    public LlmCall Complete(in CapturedCall captured, in TokenUsage tokens, CallCost cost) => Describe(captured, captured.End.Outcome, tokens, cost);

    private LlmCall Describe(in CapturedCall captured, CallOutcome outcome, in TokenUsage tokens, CallCost cost)
    {
        var (request, end) = (captured.Request, captured.End);
        var identity = _caller.Identity.Or(request);
        var key = _caller.Key is { } clear ? _keys.Name(clear) : null;
        return new()
        {
            Id = Id,
            StartedAt = StartedAt,
            Provider = captured.Provider,
            Dialect = _match.Dialect?.Name ?? "unknown",
            Operation = captured.Operation,
            Route = Route.RouteId,
            RequestModel = captured.RequestModel,
            ResponseModel = captured.ResponseModel,
            Streaming = Answer.IsStream ?? _match.PathStreaming ?? request.Stream ?? false,
            StatusCode = end.Status,
            Outcome = outcome,
            ErrorType = Bound(captured.Answer?.ErrorType ?? (outcome is CallOutcome.Success or CallOutcome.ClientCancelled ? null : end.ErrorType)),
            Latency = end.Latency,
            TimeToFirstToken = Answer.FirstContentAt == 0 ? null : _time.GetElapsedTime(BeganAt, Answer.FirstContentAt),
            BytesIn = Request.Bytes,
            BytesOut = Answer.Bytes,
            Tokens = tokens,
            Cost = cost,
            User = identity.User,
            Team = identity.Team,
            Session = identity.Session,
            Tags = identity.Tags,
            ApiKey = key?.Label,
            ApiKeyId = key?.Id,
        };
    }

    private CapturedCall Captured(RequestReading request, AnswerReading? answer, in CallEnd end) =>
        new(Route.Provider, _match.Operation, Bound(request.Model ?? _match.PathModel), Bound(answer?.Model), request, answer, end);

    private static string? Bound(string? text) => text is { Length: > 256 } ? text[..256] : text;
}
