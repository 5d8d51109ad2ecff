using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Metrics;

/// <summary>
/// One number of a call that windows add up. Metrics are made of measures (<c>error_rate</c> is errors over requests),
/// so rules that ask different questions still share windows. Compared by reference: there is one instance of each.
/// </summary>
public sealed class Measure
{
    /// <summary>Today and yesterday, in any time zone.</summary>
    private static readonly TimeSpan TwoDays = TimeSpan.FromHours(50);

    /// <summary>The longest month, with an hour of daylight saving.</summary>
    private static readonly TimeSpan OneMonth = TimeSpan.FromDays(31) + TimeSpan.FromHours(1);

    private readonly MeasureKind _kind;
    private readonly Func<LlmCall, long?> _of;
    private readonly Func<CallSums, long?>? _ofSums;

    private Measure(MeasureKind kind, Func<LlmCall, long?> of, Func<CallSums, long?>? ofSums = null)
    {
        (_kind, _of, _ofSums) = (kind, of, ofSums);
    }

    /// <summary>Whether windows of this measure follow the calendar.</summary>
    public bool IsCalendar => _kind is MeasureKind.Days or MeasureKind.Month;

    /// <summary>How far back a calendar window looks; zero for the others.</summary>
    public TimeSpan CalendarReach => _kind switch
    {
        MeasureKind.Days => TwoDays,
        MeasureKind.Month => OneMonth,
        _ => TimeSpan.Zero,
    };

    /// <summary>Whether the second in which calls ended is all that its windows need to know of their time.</summary>
    public bool IsBatched => _kind is not (MeasureKind.Last or MeasureKind.InFlight);

    /// <summary>Whether a window length means nothing to it.</summary>
    public bool HasOwnLength => _kind is MeasureKind.Days or MeasureKind.Month or MeasureKind.InFlight;

    public static Measure Requests { get; } = new(MeasureKind.Sum, _ => 1, sums => sums.Calls);

    public static Measure Errors { get; } = Sum(call => call.Outcome.IsError() ? 1 : 0);

    public static Measure Failures { get; } = Sum(call => call.Outcome.IsFailure() ? 1 : 0);

    public static Measure RateLimited { get; } = Outcome(CallOutcome.RateLimited);

    public static Measure Overloaded { get; } = Outcome(CallOutcome.Overloaded);

    public static Measure StreamErrors { get; } = Sum(call => call.Outcome is CallOutcome.StreamError or CallOutcome.StreamTruncated ? 1 : 0);

    public static Measure ClientCancelled { get; } = Outcome(CallOutcome.ClientCancelled);

    public static Measure TotalTokens { get; } = Sum(call => call.Tokens.Total);

    public static Measure InputTokens { get; } = Sum(call => call.Tokens.Input);

    public static Measure OutputTokens { get; } = Sum(call => call.Tokens.Output);

    public static Measure CacheReadTokens { get; } = Sum(call => call.Tokens.CacheRead);

    public static Measure CacheWriteTokens { get; } = Sum(call => call.Tokens.CacheWrite5m + call.Tokens.CacheWrite1h);

    public static Measure ReasoningTokens { get; } = Sum(call => call.Tokens.Reasoning);

    /// <summary>Tokens of the calls whose cost is known: what a price per token is divided by.</summary>
    public static Measure PricedTokens { get; } = Sum(call => call.Cost.Amount is null ? null : call.Tokens.Total);

    /// <summary>Nano-dollars; calls of unknown cost add nothing and are counted by <see cref="Unpriced"/>.</summary>
    public static Measure Cost { get; } = Sum(call => call.Cost.Amount?.Value);

    public static Measure Unpriced { get; } = Sum(call => call.Cost.Amount is null ? 1 : 0);

    public static Measure CalendarRequests { get; } = new(MeasureKind.Days, _ => 1, sums => sums.Calls);

    /// <summary>Nano-dollars by the day of <c>Alerting:TimeZone</c>.</summary>
    public static Measure CalendarCost { get; } = new(MeasureKind.Days, call => call.Cost.Amount?.Value, KnownCost);

    public static Measure CalendarUnpriced { get; } = new(
        MeasureKind.Days,
        call => call.Cost.Amount is null ? 1 : null,
        sums => sums.Unpriced == 0 ? null : sums.Unpriced);

    public static Measure MonthRequests { get; } = new(MeasureKind.Month, _ => 1, sums => sums.Calls);

    /// <summary>Nano-dollars by the month of <c>Alerting:TimeZone</c>.</summary>
    public static Measure MonthCost { get; } = new(MeasureKind.Month, call => call.Cost.Amount?.Value, KnownCost);

    /// <summary>Microseconds.</summary>
    public static Measure LatencySum { get; } = Sum(call => Microseconds(call.Latency));

    public static Measure Latency { get; } = new(MeasureKind.Distribution, call => Microseconds(call.Latency));

    public static Measure LatencyMaximum { get; } = new(MeasureKind.Maximum, call => Microseconds(call.Latency));

    /// <summary>Microseconds, of the calls that had any content.</summary>
    public static Measure TtftSum { get; } = Sum(call => Microseconds(call.TimeToFirstToken));

    public static Measure TtftCount { get; } = Sum(call => call.TimeToFirstToken is null ? null : 1);

    public static Measure Ttft { get; } = new(MeasureKind.Distribution, call => Microseconds(call.TimeToFirstToken));

    /// <summary>Thousandths of a token a second, from the first content to the end of the answer.</summary>
    public static Measure OutputSpeed { get; } = new(MeasureKind.Distribution, call => (long?)(call.OutputSpeed * 1000));

    public static Measure Users { get; } = new(MeasureKind.Distinct, call => call.User is { } user ? DistinctWindow.HashOf(user) : null);

    public static Measure Models { get; } = new(MeasureKind.Distinct, call => call.Model is { } model ? DistinctWindow.HashOf(model) : null);

    /// <summary>Of a minute that is known by its sums alone, its beginning: a minute too early at the most.</summary>
    public static Measure LastCall { get; } = new(MeasureKind.Last, _ => 1, _ => 1);

    public static Measure InFlight { get; } = new(MeasureKind.InFlight, _ => null);

    /// <summary>The call's share, or null when the call has none (a call without an answer has no time to first token).</summary>
    public long? Of(LlmCall call) => _of(call);

    /// <summary>Whether the stored minute sums know it.</summary>
    public bool IsInSums => _ofSums is not null;

    /// <summary>The share of many calls at once, see <see cref="IsInSums"/>.</summary>
    public long? OfSums(CallSums sums) => _ofSums?.Invoke(sums);

    /// <summary>An empty window for this measure.</summary>
    public IMetricWindow NewWindow(TimeSpan length, TimeSpan lag, TimeZoneInfo zone) => _kind switch
    {
        MeasureKind.Sum => Lagging(new SumWindow(new(length)), length, lag),
        MeasureKind.Maximum => Lagging(new MaxWindow(new(length)), length, lag),
        MeasureKind.Distribution => Lagging(new SketchWindow(new(length)), length, lag),
        MeasureKind.Distinct => Lagging(new DistinctWindow(new(length)), length, lag),
        MeasureKind.Days => new CalendarWindow(zone),
        MeasureKind.Month => new MonthWindow(zone),
        MeasureKind.Last => new LastCallWindow(),
        MeasureKind.InFlight => new InFlightWindow(),
        _ => throw new InvalidOperationException($"No window for {_kind}."),
    };

    /// <summary>Gathers what many calls have of this measure.</summary>
    public ValueBatch NewBatch() => _kind switch
    {
        MeasureKind.Maximum => new MaxBatch(),
        MeasureKind.Distribution => new SketchBatch(),
        MeasureKind.Distinct => new DistinctBatch(),
        _ => new SumBatch(),
    };

    /// <summary>About how many bytes such a window takes under ordinary traffic: what <see cref="WindowBudget"/> counts with.</summary>
    public long BytesOf(TimeSpan length, TimeSpan lag)
    {
        var subWindows = lag == TimeSpan.Zero ? 0 : Math.Min(LaggedWindow.MostWaiting, lag / TimeSpan.FromTicks(new BucketLayout(length).Width));
        return _kind switch
        {
            MeasureKind.Sum or MeasureKind.Maximum => 600 + (long)(subWindows * 100),
            MeasureKind.Distribution => 12_000 + (long)(subWindows * 500),
            MeasureKind.Distinct => 8_000 + (long)(subWindows * 1_000),
            MeasureKind.Days => 20_000,
            _ => 100,
        };
    }

    private IMetricWindow Lagging(IMetricWindow window, TimeSpan length, TimeSpan lag) =>
        lag == TimeSpan.Zero ? window : new LaggedWindow(window, length, lag, NewBatch);

    private static Measure Sum(Func<LlmCall, long?> of) => new(MeasureKind.Sum, of);

    private static Measure Outcome(CallOutcome outcome) => Sum(call => call.Outcome == outcome ? 1 : 0);

    private static long? KnownCost(CallSums sums) => sums.Calls == sums.Unpriced ? null : sums.Cost.Value;

    private static long? Microseconds(TimeSpan? span) => (long?)span?.TotalMicroseconds;

    private enum MeasureKind
    {
        Sum,
        Maximum,
        Distribution,
        Distinct,
        Days,
        Month,
        Last,
        InFlight,
    }
}
