using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Backtesting;

/// <summary>Plays the stored calls to rules. Blocks its thread while it reads: give it one of its own.</summary>
internal sealed class CallReplay(ICallHistory history, ICallRollups rollups)
{
    /// <summary>Fills the windows for <paramref name="from"/> as the engine fills them when it starts, then lets time run to <paramref name="to"/>.</summary>
    /// <returns>The calls that ended between the two.</returns>
    public long Play(RuleReplay replay, IReadOnlyList<CompiledRule> rules, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        long calls = 0;
        var singly = AddSums(replay, from - CompiledRule.CallsNeeded(replay.Windows, rules), from, cancellationToken);
        foreach (var page in history.PagesAsync(singly, to, ReplayFields.Of(rules), cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            foreach (var call in page)
            {
                replay.Add(call);
                calls += call.EndedAt >= from ? 1 : 0;
            }
        }

        replay.AdvanceTo(to);
        return calls;
    }

    /// <summary>The calls that were under way at each instant; null when no rule asks about them.</summary>
    public CallsUnderWay? UnderWay(IReadOnlyList<CompiledRule> rules, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        rules.Any(rule => rule.Series.Any(series => series.Measure == Measure.InFlight))
            ? new(history.UnderWayAsync(from, to, ReplayFields.Of(rules), cancellationToken).ToBlockingEnumerable(cancellationToken).SelectMany(page => page))
            : null;

    /// <returns>From when on calls are needed one by one.</returns>
    private DateTimeOffset AddSums(RuleReplay replay, DateTimeOffset singly, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var minute = new DateTimeOffset(singly.UtcTicks - (singly.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var sumsFrom = from - replay.Windows.SumsNeeded;
        if (sumsFrom < minute)
        {
            foreach (var sums in rollups.MinutesAsync(sumsFrom, minute, cancellationToken).ToBlockingEnumerable(cancellationToken))
            {
                replay.Add(sums);
            }
        }

        return minute;
    }
}
