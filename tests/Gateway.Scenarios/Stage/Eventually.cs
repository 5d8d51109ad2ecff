namespace Gateway.Scenarios.Stage;

/// <summary>Waits for what happens on other threads. The deadline only ends a test that has failed; how long things take is never asserted.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Looks until <paramref name="look"/> sees something.</summary>
    /// <param name="look">Null for "not yet".</param>
    /// <param name="what">What is waited for, in the words of the failure.</param>
    /// <param name="otherwise">What there is instead, for the failure.</param>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, string what, Func<Task<string>>? otherwise = null)
        where T : class
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Deadline)
        {
            if (await look() is { } seen)
            {
                return seen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Waited {Deadline.TotalSeconds:0} s in vain for {what}. {(otherwise is null ? "" : "There is: " + await otherwise())}");
    }

    public static Task TrueAsync(Func<Task<bool>> look, string what, Func<Task<string>>? otherwise = null) =>
        GetAsync(async () => await look() ? "" : null, what, otherwise);
}
