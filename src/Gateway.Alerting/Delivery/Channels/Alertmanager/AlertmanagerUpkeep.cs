using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.History;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Delivery.Channels.Alertmanager;

/// <summary>
/// Posts the alerts that are on to every Alertmanager again, as Prometheus does: it ends what it does not hear of, and forgets everything when it
/// restarts. Only alerts whose opening it was told of; that and the end come as messages of their own, with their own tries and order.
/// A round that fails is made up for by the next.
/// </summary>
internal sealed partial class AlertmanagerUpkeep(
    ChannelDirectory channels,
    ChannelGates gates,
    AlertmanagerSender sender,
    IToldAlerts told,
    TimeProvider time,
    ILogger<AlertmanagerUpkeep> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>In one request.</summary>
    private const int MostAlerts = 200;

    /// <summary>By channel, the alerts that it was last told are on.</summary>
    private readonly Dictionary<string, HashSet<string>> _kept = new(StringComparer.Ordinal);

    /// <summary>From the beginning, not from when the host finds a thread.</summary>
    private readonly PeriodicTimer _timer = new(Interval, time);

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                UpkeepFailed(fault);
            }
        }
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        var closed = gates.Closed(time.GetUtcNow());
        foreach (var channel in channels.Ids.Except(closed).Select(channels.Find))
        {
            // What ended while it was being posted is told again at once: the post may have arrived after the end.
            while (channel is { IsEnabled: true, Config: AlertmanagerConfig config } && await RoundAsync(channel.Id, config, stopping))
            {
            }
        }
    }

    /// <returns>Whether an alert that was posted as on is over meanwhile.</returns>
    private async Task<bool> RoundAsync(string channel, AlertmanagerConfig config, CancellationToken stopping)
    {
        var on = await told.UnresolvedAsync(channel, stopping);
        var before = _kept.GetValueOrDefault(channel) ?? [];
        var over = await told.FindAsync(before.Except(on.Select(alert => alert.Id)), stopping);
        _kept[channel] = [.. before, .. on.Select(alert => alert.Id)];
        var now = time.GetUtcNow();
        IEnumerable<AlertMessage> messages =
        [
            .. on.Select(alert => new AlertMessage(MessageTypes.Opened, now, alert)),
            .. over.Where(alert => alert.Status == AlertStatus.Resolved).Select(alert => new AlertMessage(MessageTypes.Resolved, alert.ResolvedAt ?? now, alert)),
        ];
        foreach (var part in messages.Chunk(MostAlerts))
        {
            if (await sender.KeepAsync(config, part, stopping) is { Result: not DeliveryResult.Delivered } failed)
            {
                NotKept(channel, failed.Error);
                return false;
            }
        }

        _kept[channel] = [.. on.Select(alert => alert.Id)];
        return _kept[channel].Except((await told.UnresolvedAsync(channel, stopping)).Select(alert => alert.Id)).Any();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts that are on could not be posted to {Channel} again, next time in a minute: {Error}")]
    private partial void NotKept(string channel, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts that are on cannot be read to be posted again; trying again in a minute")]
    private partial void UpkeepFailed(Exception fault);
}
