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
    private readonly Func<LlmCall, long?> _of;
    private readonly Func<CallSums, long?>? _ofSums;
    private readonly MeasureKind _kind;

    private Measure(string name, MeasureKind kind, Func<LlmCall, long?> of, Func<CallSums, long?>? ofSums = null)
    {
        Name = name;
        _kind = kind;
        _of = of;
        _ofSums = ofSums;
    }

    public string Name { get; }

    /// <summary>Whether windows of this measure follow the calendar, so that a window length means nothing to it.</summary>
    public bool IsCalendar => _kind == MeasureKind.Calendar;

    /// <summary>The call's share, or null when the call has none (a call without an answer has no time to first token).</summary>
    public long? Of(LlmCall call) => _of(call);

    /// <summary>The share of many calls at once, for calendar measures: their windows are filled from the stored minute sums.</summary>
    public long? OfSums(CallSums sums) => _ofSums?.Invoke(sums);

    /// <summary>An empty window for this measure.</summary>
    public IMetricWindow NewWindow(TimeSpan length, TimeZoneInfo zone) => _kind switch
    {
        MeasureKind.Sum => new SumWindow(new BucketLayout(length)),
        MeasureKind.Distribution => new SketchWindow(new BucketLayout(length)),
        MeasureKind.Calendar => new CalendarWindow(zone),
        _ => throw new InvalidOperationException($"No window for {_kind}."),
    };

    public static Measure Requests { get; } = Sum("requests", _ => 1);

    public static Measure Errors { get; } = Sum("errors", call => call.Outcome.IsError() ? 1 : 0);

    public static Measure Failures { get; } = Sum("failures", call => call.Outcome.IsFailure() ? 1 : 0);

    public static Measure RateLimited { get; } = Outcome(CallOutcome.RateLimited);

    public static Measure Overloaded { get; } = Outcome(CallOutcome.Overloaded);

    public static Measure StreamErrors { get; } = Sum("stream_errors", call => call.Outcome is CallOutcome.StreamError or CallOutcome.StreamTruncated ? 1 : 0);

    public static Measure ClientCancelled { get; } = Outcome(CallOutcome.ClientCancelled);

    public static Measure TotalTokens { get; } = Sum("total_tokens", call => call.Tokens.Total);

    public static Measure InputTokens { get; } = Sum("input_tokens", call => call.Tokens.Input);

    public static Measure OutputTokens { get; } = Sum("output_tokens", call => call.Tokens.Output);

    /// <summary>Nano-dollars; calls of unknown cost add nothing and are counted by <see cref="Unpriced"/>.</summary>
    public static Measure Cost { get; } = Sum("cost", call => call.Cost.Amount?.Value);

    public static Measure Unpriced { get; } = Sum("unpriced", call => call.Cost.Amount is null ? 1 : 0);

    /// <summary>Nano-dollars by the day of <c>Alerting:TimeZone</c>.</summary>
    public static Measure CalendarCost { get; } = new(
        "calendar_cost",
        MeasureKind.Calendar,
        call => call.Cost.Amount?.Value,
        sums => sums.Calls == sums.Unpriced ? null : sums.Cost.Value);

    public static Measure CalendarUnpriced { get; } = new(
        "calendar_unpriced",
        MeasureKind.Calendar,
        call => call.Cost.Amount is null ? 1 : null,
        sums => sums.Unpriced == 0 ? null : sums.Unpriced);

    /// <summary>Microseconds.</summary>
    public static Measure LatencySum { get; } = Sum("latency_sum", call => Microseconds(call.Latency));

    public static Measure Latency { get; } = new("latency", MeasureKind.Distribution, call => Microseconds(call.Latency));

    /// <summary>Microseconds, of the calls that had any content.</summary>
    public static Measure TtftSum { get; } = Sum("ttft_sum", call => Microseconds(call.TimeToFirstToken));

    public static Measure TtftCount { get; } = Sum("ttft_count", call => call.TimeToFirstToken is null ? null : 1);

    private static Measure Sum(string name, Func<LlmCall, long?> of) => new(name, MeasureKind.Sum, of);

    private static Measure Outcome(CallOutcome outcome) => Sum(outcome.ToString(), call => call.Outcome == outcome ? 1 : 0);

    private static long? Microseconds(TimeSpan? span) => (long?)span?.TotalMicroseconds;

    private enum MeasureKind
    {
        Sum,
        Distribution,
        Calendar,
    }
}
