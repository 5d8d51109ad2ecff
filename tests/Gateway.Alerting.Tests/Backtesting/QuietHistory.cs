using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Tests.Routing;
using Gateway.Alerting.Tests.Storage;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>What decides about messages on history, without routes.</summary>
internal static class QuietHistory
{
    public static PastQuiet Of(TestDatabase stored, params NotificationChannel[] channels) =>
        new(Policy(channels), new SqliteSilenceStore(stored.Database, stored.Writer), new SqliteRouteStore(stored.Database, stored.Writer));

    public static QuietRange Range(IReadOnlyList<Silence>? silences = null, params NotificationChannel[] channels) => new(Policy(channels), silences ?? [], null);

    private static NotificationPolicy Policy(NotificationChannel[] channels)
    {
        var directory = new ChannelDirectory(channels);
        return new(directory, SomeRouting.NoRoutes(directory), _ => null);
    }
}
