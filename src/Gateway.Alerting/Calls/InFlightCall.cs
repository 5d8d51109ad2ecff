namespace Gateway.Alerting.Calls;

/// <summary>A call that has begun and not ended.</summary>
/// <param name="About">What is known of it so far: who, where and which model.</param>
/// <param name="Age">How long it has been running, whatever was done to the wall clock meanwhile.</param>
public sealed record InFlightCall(LlmCall About, TimeSpan Age);

/// <summary>Whoever runs a call and can say what is known of it so far.</summary>
public interface IRunningCall
{
    /// <summary>The <see cref="TimeProvider.GetTimestamp"/> of its beginning.</summary>
    long BeganAt { get; }

    /// <summary>From any thread, at any time.</summary>
    LlmCall Describe();
}
