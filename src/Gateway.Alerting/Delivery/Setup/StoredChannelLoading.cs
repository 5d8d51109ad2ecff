using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>
/// Brings the channels of the database into force, and says which of them cannot be used. They are read as soon as somebody asks for channels, for
/// rule files name them; a database that does not answer then is asked again here.
/// </summary>
public sealed partial class StoredChannelLoading(StoredChannels stored, ChannelDirectory channels, SystemHealth health, TimeProvider time, ILogger<StoredChannelLoading> log) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private bool _isLoaded;

    /// <summary>The first look, before the database may have been brought to this version.</summary>
    internal static ChannelDirectory Begin(ChannelDirectory channels, StoredChannels stored)
    {
        try
        {
            channels.Load(stored.Load());
        }
        catch (System.Data.Common.DbException)
        {
            // The service asks again, and says so if it is still in vain.
        }

        return channels;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        TryLoad();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isLoaded)
        {
            await Task.Delay(AfterFault, time, stoppingToken);
            TryLoad();
        }
    }

    private void TryLoad()
    {
        try
        {
            var entries = stored.Load();
            channels.Load(entries);
            _isLoaded = true;
            foreach (var entry in entries.Where(entry => entry.Channel.Config is null))
            {
                ChannelUnusable(entry.Id, entry.Channel.Missing);
            }
        }
        catch (System.Data.Common.DbException fault)
        {
            StoredChannelsNotLoaded(fault);
            health.Report(HealthParts.Delivery, HealthState.Degraded, $"channels made in the API cannot be read and are not in force: {fault.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Channel '{Id}' is not configured: {Why}")]
    private partial void ChannelUnusable(string id, string? why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Channels made in the API cannot be read; trying again")]
    private partial void StoredChannelsNotLoaded(Exception fault);
}
