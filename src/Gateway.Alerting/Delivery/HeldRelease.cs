using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Delivery;

/// <summary>
/// Looks once a second for held messages that are due. After a start all of them are decided again, for settings may have changed. It looks
/// instead of waiting for the one time that it knows: clocks are set and silences end early.
/// </summary>
internal sealed partial class HeldRelease(IHeldDeliveries held, SystemHealth health, TimeProvider time, ILogger<HeldRelease> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isReconsidered;
    private bool _hasFailed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                _hasFailed = true;
                HeldNotReleased(fault);
                health.Report(HealthParts.Delivery, HealthState.Degraded, $"messages held back by silences and quiet hours cannot be released and wait: {fault.Message}");
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        if (!_isReconsidered)
        {
            await held.ReconsiderAsync(time.GetUtcNow(), stopping);
            _isReconsidered = true;
        }

        if (await held.ReleaseDueAsync(time.GetUtcNow(), stopping) is > 0 and var count)
        {
            HeldReleased(count);
        }

        if (_hasFailed)
        {
            _hasFailed = false;
            health.Report(HealthParts.Delivery, HealthState.Healthy, "messages are being delivered");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sending {Count} messages that were held back")]
    private partial void HeldReleased(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages that were held back cannot be released; trying again")]
    private partial void HeldNotReleased(Exception fault);
}
