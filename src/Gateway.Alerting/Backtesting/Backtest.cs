using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting.Backtesting;

/// <summary>
/// Tries rules on the stored calls of a range: the engine's own pipeline on virtual time, so that its firings are those that a gateway which had
/// the rule all along would have seen. Bounded memory, one pass for all rules, on a thread of its own: neither the engine nor the writer waits for it.
/// </summary>
/// <remarks>
/// At the beginning of the range the windows are full, as after a start, and every rule is at rest. Nobody acknowledges or resolves anything.
/// </remarks>
public sealed class Backtest(ICallHistory history, ICallRollups rollups, PastQuiet quiet, IOptions<AlertingOptions> options, TimeProvider time)
{
    private readonly CallReplay _calls = new(history, rollups);

    /// <param name="rules">May be versions of one rule.</param>
    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The first one that no longer does.</param>
    /// <param name="cancellationToken">Stops it within a page of calls.</param>
    public async Task<BacktestResult> RunAsync(IReadOnlyList<CompiledRule> rules, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var range = await quiet.BetweenAsync(from, to, cancellationToken);
        return await Task.Factory.StartNew(() => Run(rules, from, to, range, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private BacktestResult Run(IReadOnlyList<CompiledRule> rules, DateTimeOffset from, DateTimeOffset to, QuietRange range, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var ledgers = rules.Select(rule => new FiringLedger(rule, range)).ToArray();
        using var underWay = _calls.UnderWay(rules, from, to, cancellationToken);
        using var replay = new RuleReplay(
            rules,
            from,
            options.Value.EvaluationInterval,
            options.Value.FindZone(),
            (rule, transition) => ledgers[rule].Note(transition),
            underWay is null ? null : underWay.At);
        var calls = _calls.Play(replay, rules, from, to, cancellationToken);
        return new(from, to, calls, time.GetElapsedTime(started), [.. ledgers.Select((ledger, index) => ledger.Close(to, BacktestNotes.Of(rules[index])))]);
    }
}
