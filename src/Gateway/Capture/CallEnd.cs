using Gateway.Alerting.Calls;
using Gateway.Dialects;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Capture;

/// <summary>How a call ended, as the proxy saw it.</summary>
internal readonly record struct CallEnd
{
    /// <summary>What the client was answered; 0 when nothing.</summary>
    public required int Status { get; init; }

    public required bool ClientGone { get; init; }

    /// <summary>The provider's answer was read to its end.</summary>
    public bool AnswerEnded { get; init; }

    public bool IsStream { get; init; }

    /// <summary>The answer's format is known and was read without a fault, so a missing terminal event means something.</summary>
    public bool Readable { get; init; }

    public ForwarderError Error { get; init; }

    /// <summary>The failure was a wait that was given up.</summary>
    public bool GaveUpWaiting { get; init; }

    public AnswerReading? Answer { get; init; }

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
