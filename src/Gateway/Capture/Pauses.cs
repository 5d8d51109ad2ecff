namespace Gateway.Capture;

/// <summary>Waiting that a stop cuts short without an exception.</summary>
internal static class Pauses
{
    public static Task PauseAsync(this TimeProvider time, TimeSpan pause, CancellationToken stopping) => Task.Delay(pause, time, stopping).ContinueWith(
        _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
