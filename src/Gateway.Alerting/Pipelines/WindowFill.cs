using Gateway.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>Fills the windows of a new generation from what is stored.</summary>
internal sealed partial class WindowFill(ICallLog log, ICallRollups rollups, TimeProvider time, ILogger<WindowFill> logger)
{
    /// <summary>Calls reach the log this much later than the feed at the most; a fill beside live calls waits for them.</summary>
    private static readonly TimeSpan LogLag = TimeSpan.FromMilliseconds(500);

    /// <summary>A log that cannot be read leaves the windows empty: judging live calls is better than not judging.</summary>
    /// <param name="generation">Already takes in live calls.</param>
    /// <param name="beside">Another generation is being judged meanwhile: live calls may not have reached the log yet.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Whether the windows hold what the log holds.</returns>
    public async Task<bool> RunAsync(RuleGeneration generation, bool beside, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        try
        {
            if (beside)
            {
                await Task.Delay(LogLag, time, stopping);
            }

            await generation.FillAsync(log, rollups, now, stopping);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            WindowsNotFilled(fault);
            return false;
        }
        finally
        {
            generation.EndFilling();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Windows could not be filled from the call log; they start empty")]
    private partial void WindowsNotFilled(Exception fault);
}
