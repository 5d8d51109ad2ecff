using Gateway.Alerting.Calls;

namespace Gateway.Dialects.Estimation;

/// <summary>The usage to record for a call: what the provider said, completed by an estimate where it never said it.</summary>
public static class UsageFallback
{
    /// <param name="estimator">Counts what was not stated.</param>
    /// <param name="request">The request, read to where it got.</param>
    /// <param name="answer">The answer, read to where it got.</param>
    /// <param name="accepted">The provider began to answer with a 2xx; a refused call used nothing.</param>
    public static TokenUsage Complete(TokenEstimator estimator, RequestReading request, AnswerReading answer, bool accepted) => answer.Usage switch
    {
        { } stated when !answer.OutputPending => stated,
        { } stated => WithOutput(stated, estimator.Estimate(answer.Output)),
        _ when !accepted || (answer.ErrorType is not null && !answer.ContentSeen) => default,
        _ => Estimate(estimator, request, answer),
    };

    /// <summary>A stream that was cut before the provider stated its output: the number it began with is a placeholder.</summary>
    private static TokenUsage WithOutput(TokenUsage stated, long estimated) => estimated <= stated.TextOutput
        ? stated
        : stated with { TextOutput = estimated, Source = TokenSource.Estimated };

    private static TokenUsage Estimate(TokenEstimator estimator, RequestReading request, AnswerReading answer)
    {
        var input = estimator.Estimate(request.Input);
        var output = estimator.Estimate(answer.Output);
        return input + output == 0 ? default : new() { UncachedInput = input, TextOutput = output, Source = TokenSource.Estimated };
    }
}
