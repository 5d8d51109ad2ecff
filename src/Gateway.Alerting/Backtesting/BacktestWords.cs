namespace Gateway.Alerting.Backtesting;

/// <summary>What came of a backtest, in sentences.</summary>
public static class BacktestWords
{
    /// <summary>"The new one would have fired 3 times, the old one 14 times."; null when nothing was compared.</summary>
    public static string? Compare(BacktestResult result) => result.Rules switch
    {
        [] or [_] => null,
        [var fresh, var old] => $"The new one would have fired {Times(fresh.FiringCount)}, the old one {Times(old.FiringCount)}.",
        _ => $"The new one would have fired {Times(result.Rules[0].FiringCount)}, the others {string.Join(", ", result.Rules.Skip(1).Select(other => Times(other.FiringCount)))}.",
    };

    /// <summary>"14 firings, 6 of them kept quiet by the cooldown, 16 messages, 4 more kept back."</summary>
    public static string Totals(RuleHistory history)
    {
        var quiet = history.Suppressed == 0 ? "" : $", {history.Suppressed:N0} of them kept quiet by the cooldown";
        var kept = history.Channels.Sum(channel => channel.Kept.Values.Sum()) is > 0 and var count ? $", {count:N0} more kept back" : "";
        return $"{Count(history.FiringCount, "firing")}{quiet}, {Count(history.Notifications, "message")}{kept}.";
    }

    /// <summary>"slack: 3 messages, 4 kept back: quiet hours until 07:00 Europe/Berlin", for each channel and each reason that kept something back.</summary>
    public static IEnumerable<string> KeptBack(RuleHistory history) =>
        from channel in history.Channels
        from kept in channel.Kept
        select $"{channel.ChannelId}: {Count(channel.Sent, "message")}, {kept.Value:N0} kept back: {kept.Key}";

    private static string Times(long count) => count == 1 ? "once" : $"{count:N0} times";

    private static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";
}
