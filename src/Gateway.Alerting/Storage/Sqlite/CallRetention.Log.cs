using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Storage.Sqlite;

public sealed partial class CallRetention
{
    private void LogSwept(RetentionSweep sweep)
    {
        if (sweep.Calls + sweep.Minutes + sweep.Hours > 0)
            CallsExpired(sweep.Calls, sweep.Minutes, sweep.Hours);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Calls} calls, {Minutes} minute sums and {Hours} hour sums that were older than Alerting:Retention keeps them")]
    private partial void CallsExpired(long calls, long minutes, long hours);

    [LoggerMessage(EventName = "RetentionPostponed", Level = LogLevel.Warning, Message = "Old calls could not be deleted; the next try is in an hour")]
    private partial void LogPostponed(SqliteException fault);
}
