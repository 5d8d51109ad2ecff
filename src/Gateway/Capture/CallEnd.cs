using Gateway.Alerting.Calls;
using Gateway.Dialects;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Capture;

/// <summary>How a call ended: what the proxy saw, and behind it what the answer's bytes said, once they are read.</summary>
internal readonly record struct CallEnd
{
    /// <summary>What the client was answered; 0 when nothing.</summary>
    public required int Status { get; init; }

    public required TimeSpan Latency { get; init; }

    public required bool ClientGone { get; init; }

    public ForwarderError Error { get; init; }

    /// <summary>The proxy's word for what failed; null when nothing did.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The failure was a wait that was given up.</summary>
    public bool GaveUpWaiting { get; init; }

    /// <summary>The request only looked something up or removed it (GET, DELETE and the like): no tokens were bought.</summary>
    public bool IsRead { get; init; }

    /// <summary>An answer has no body, whatever its headers say.</summary>
    public bool IsHead { get; init; }

    /// <summary>The provider's answer was read to its end.</summary>
    public bool AnswerEnded { get; init; }

    public bool IsStream { get; init; }

    /// <summary>The answer's format is known and was read without a fault, so a missing terminal event means something.</summary>
    public bool Readable { get; init; }

    public AnswerReading? Answer { get; init; }

    /// <param name="context">The request, which is over.</param>
    /// <param name="thrown">What was thrown through the proxy.</param>
    /// <param name="latency">How long it took.</param>
    public static CallEnd Of(HttpContext context, Exception? thrown, TimeSpan latency)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();
        var gone = context.RequestAborted.IsCancellationRequested;
        var response = context.Response;
        var answered = response.HasStarted || !gone;
        return new()
        {
            Status = thrown is null ? (answered ? response.StatusCode : 0)
                : (thrown as BadHttpRequestException)?.StatusCode ?? (gone ? 0 : StatusCodes.Status500InternalServerError),
            Latency = latency,
            ClientGone = gone,
            Error = failure?.Error ?? ForwarderError.None,
            ErrorType = failure is { Error: not ForwarderError.None } ? failure.Error.ToString() : thrown?.GetType().Name,
            GaveUpWaiting = failure?.Exception is OperationCanceledException or TimeoutException || response.StatusCode == StatusCodes.Status504GatewayTimeout,
            IsRead = context.Request.Method is "GET" or "HEAD" or "OPTIONS" or "DELETE" && response.StatusCode != StatusCodes.Status101SwitchingProtocols,
            IsHead = HttpMethods.IsHead(context.Request.Method),
        };
    }

    /// <summary>With what the answer said.</summary>
    public CallEnd With(AnswerScan answer, AnswerReading? reading) => this with
    {
        AnswerEnded = answer.HasEnded,
        IsStream = answer.IsStream ?? false,
        Readable = answer.IsReadable && !IsHead,
        Answer = reading,
    };

    /// <summary>Exactly one outcome for every end.</summary>
    public CallOutcome Outcome =>
        Error != ForwarderError.None && !AnswerEnded && Answer?.TerminalSeen != true ? OfFailure() : OfAnswer();

    private CallOutcome OfFailure() => Error switch
    {
        // An error event that came before the break says more than the break.
        _ when Answer?.ErrorType is not null && Error == ForwarderError.ResponseBodyDestination => OfAnswer(),
        ForwarderError.RequestTimedOut or ForwarderError.UpgradeActivityTimeout => CallOutcome.Timeout,
        ForwarderError.RequestBodyDestination or ForwarderError.ResponseBodyDestination when GaveUpWaiting => CallOutcome.Timeout,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled when !ClientGone => CallOutcome.Timeout,
        ForwarderError.RequestBodyClient when !ClientGone => CallOutcome.ClientError,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
            or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
            or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient => CallOutcome.ClientCancelled,
        ForwarderError.ResponseBodyDestination when IsStream && Status < 400 => CallOutcome.StreamTruncated,
        _ => CallOutcome.ConnectionError,
    };

    private CallOutcome OfAnswer() => this switch
    {
        { Status: 0 } => CallOutcome.ClientCancelled,
        // Inside a 200 the provider's words are an error type; the outcome says that the stream broke.
        { Status: 529 } or { Status: >= 400, Answer.Overloaded: true } => CallOutcome.Overloaded,
        { Status: 429 } or { Status: >= 400, Answer.RateLimited: true } => CallOutcome.RateLimited,
        { Status: >= 500 } => CallOutcome.ServerError,
        { Status: >= 400 } => CallOutcome.ClientError,
        { Answer.ErrorType: not null } => CallOutcome.StreamError,
        { Readable: true, IsStream: true, Answer.TerminalSeen: false } => CallOutcome.StreamTruncated,
        _ => CallOutcome.Success,
    };
}
