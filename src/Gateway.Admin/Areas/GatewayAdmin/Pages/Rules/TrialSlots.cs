using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>How many trials and backtests may run at once: each takes a core for as long as it lasts, and the gateway needs them too.</summary>
internal sealed class TrialSlots : IDisposable
{
    public Slots Trials { get; } = new(4, "tests of rules");

    public Slots Backtests { get; } = new(2, "backtests");

    public void Dispose()
    {
        Trials.Dispose();
        Backtests.Dispose();
    }
}

/// <param name="count">How many at once; one more is refused, not kept waiting.</param>
/// <param name="what">What is counted, for the refusal.</param>
internal sealed class Slots(int count, string what) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);

    /// <summary>Why there is none free.</summary>
    public string Taken => $"{count} {what} are running; try again when one of them has ended.";

    public async Task<IResult> RunAsync<T>(Func<Task<T>> work)
        where T : class =>
        await TryAsync(work) is { } done ? Results.Ok(done) : Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, detail: Taken);

    /// <returns>Null when none is free.</returns>
    public async Task<T?> TryAsync<T>(Func<Task<T>> work)
        where T : class
    {
        if (!await _free.WaitAsync(TimeSpan.Zero))
        {
            return null;
        }

        try
        {
            return await work();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
