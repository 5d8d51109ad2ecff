using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Storage.Sqlite;

public sealed partial class CallRetention
{
    private void LogSwept(RetentionSweep sweep)
    {
        if (sweep.Calls + sweep.Minutes + sweep.Hours + sweep.Alerts > 0)
            Expired(sweep.Calls, sweep.Minutes, sweep.Hours, sweep.Alerts);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Calls} calls, {Minutes} minute sums, {Hours} hour sums and {Alerts} alerts that were older than Alerting:Retention keeps them")]
    private partial void Expired(long calls, long minutes, long hours, long alerts);

    [LoggerMessage(EventName = "RetentionPostponed", Level = LogLevel.Warning, Message = "Old calls could not be deleted; the next try is in an hour")]
    private partial void LogPostponed(Exception fault);
}
