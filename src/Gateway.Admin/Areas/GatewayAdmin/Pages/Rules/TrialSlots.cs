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

    public async Task<IResult> RunAsync<T>(Func<Task<T>> work)
    {
        if (!await _free.WaitAsync(TimeSpan.Zero))
        {
            return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, detail: $"{count} {what} are running; try again when one of them has ended.");
        }

        try
        {
            return Results.Ok(await work());
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
