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
    public Task<BacktestResult> RunAsync(IReadOnlyList<CompiledRule> rules, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        RunAsync(new BacktestRequest(rules, from, to), cancellationToken);

    /// <param name="asked">Which rules, over which range, and whether with the values that the first one saw.</param>
    /// <param name="cancellationToken">Stops it within a page of calls.</param>
    public async Task<BacktestResult> RunAsync(BacktestRequest asked, CancellationToken cancellationToken)
    {
        var range = await quiet.BetweenAsync(asked.From, asked.To, cancellationToken);
        return await Task.Factory.StartNew(() => Run(asked, range, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private BacktestResult Run(BacktestRequest asked, QuietRange range, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var ledgers = asked.Rules.Select(rule => new FiringLedger(rule, range)).ToArray();
        var interval = options.Value.EvaluationInterval;
        using var underWay = _calls.UnderWay(asked.Rules, asked.From, asked.To, cancellationToken);
        using var replay = new RuleReplay(
            asked.Rules,
            asked.From,
            interval,
            options.Value.FindZone(),
            (rule, transition) => ledgers[rule].Note(transition),
            underWay is null ? null : underWay.At);
        var trace = asked.WithSeries ? new ValueTrace(asked, interval) : null;
        using var watching = trace is null ? null : replay.Snapshots.Subscribe(trace.Look);
        var calls = _calls.Play(replay, asked.Rules, asked.From, asked.To, cancellationToken);
        return new(asked.From, asked.To, calls, time.GetElapsedTime(started), [.. ledgers.Select((ledger, index) => ledger.Close(asked.To, BacktestNotes.Of(asked.Rules[index])))])
        {
            Series = trace?.Close(),
        };
    }
}
