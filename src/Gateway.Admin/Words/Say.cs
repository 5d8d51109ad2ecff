using System.Globalization;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Words;

/// <summary>Numbers and times as people read them. <c>assets/src/say.ts</c> says the same in the browser; a test compares the two.</summary>
internal static class Say
{
    /// <summary>Stands where there was nothing to measure.</summary>
    public const string Nothing = "–";

    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public static string Rate(double? value) => value switch
    {
        null => Nothing,
        0 => "0",
        < 10 => value.Value.ToString("0.0", English),
        _ => Count((long)Math.Round(value.Value, MidpointRounding.AwayFromZero)),
    };

    /// <summary>Whole numbers; from a hundred thousand on in thousands, from a million on in millions.</summary>
    public static string Count(long value) => value switch
    {
        >= 10_000_000 => (value / 1_000_000d).ToString("#,##0.0", English) + "M",
        >= 999_500 => (value / 1_000_000d).ToString("0.00", English) + "M",
        >= 100_000 => (value / 1_000d).ToString("#,##0", English) + "k",
        _ => value.ToString("#,##0", English),
    };

    /// <summary>Two places, and four below ten cents.</summary>
    public static string Dollars(decimal? value) => value switch
    {
        null => Nothing,
        0 => "$0.00",
        < 0.0001m => "<$0.0001",
        < 0.1m => "$" + value.Value.ToString("0.0000", English),
        _ => "$" + value.Value.ToString("#,##0.00", English),
    };

    /// <summary>Two places, or four below one percent; only as many as say something.</summary>
    public static string Percent(double? value) => value is null ? Nothing : value.Value.ToString(Math.Abs(value.Value) < 1 ? "0.####" : "#,##0.##", English) + " %";

    public static string Milliseconds(double? value) => value switch
    {
        null => Nothing,
        < 1_000 => value.Value.ToString("0", English) + " ms",
        < 60_000 => (value.Value / 1_000).ToString("0.00", English) + " s",
        _ => $"{(int)(value.Value / 60_000)} min {(int)(value.Value / 1_000) % 60} s",
    };

    public static string Milliseconds(TimeSpan? value) => Milliseconds(value?.TotalMilliseconds);

    public static string Cost(CallCost cost) => cost.Status switch
    {
        PriceStatus.Unpriced => "unpriced",
        PriceStatus.Partial => "≥ " + Dollars(cost.Amount?.Dollars),
        _ => Dollars(cost.Amount?.Dollars),
    };

    public static string Tokens(long count, TokenSource source) => source switch
    {
        TokenSource.None => Nothing,
        TokenSource.Estimated => "~" + Count(count),
        _ => Count(count),
    };

    /// <summary>A plain number with at most three places, as thresholds are written.</summary>
    public static string Number(double? value) => value is null ? Nothing : value.Value.ToString("#,##0.###", English);

    public static string Ago(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalSeconds: < 10 } => "just now",
        { TotalMinutes: < 1 } age => $"{(int)age.TotalSeconds} s ago",
        { TotalHours: < 1 } age => $"{(int)age.TotalMinutes} min ago",
        { TotalDays: < 1 } age => $"{(int)age.TotalHours} h ago",
        { TotalDays: < 60 } age => $"{(int)age.TotalDays} d ago",
        _ => then.UtcDateTime.ToString("yyyy-MM-dd", English),
    };

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", English);

    /// <summary>Both ends of a call.</summary>
    public static string Span(DateTimeOffset start, DateTimeOffset end) => $"Ended {Exact(end)}, started {Exact(start)}";

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", English);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", English);

    /// <summary>Day and time.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("MM-dd HH:mm:ss", English);

    /// <summary>Dollars with every place that a single call has, down to a billionth.</summary>
    public static string Fine(decimal? value) => value is null ? Nothing : "$" + value.Value.ToString("#,##0.00#######", English);

    /// <summary>What a message tells: <c>alert.opened</c> → <c>Opened</c>.</summary>
    public static string Event(string name) => Sentence(name.Split('.')[^1]);

    /// <summary><c>fired_again</c> → <c>Fired again</c>.</summary>
    public static string Sentence(string word) => Capital(Words(word));

    /// <summary><c>daily_cost</c> → <c>Cost of the day</c>, <c>p95_latency</c> → <c>p95 latency</c>: as rules are read.</summary>
    public static string Metric(string name) => Capital(MetricWords.Of(name));

    /// <summary>A metric's value in its unit. What a token costs has the places that it needs.</summary>
    public static string Value(string metric, double? value) => (value, MetricCatalog.Find(metric)?.Unit) switch
    {
        (null, _) => Nothing,
        (_, "%") => Percent(value),
        (_, "usd") when value is > 0 and < 0.0001 => Fine((decimal)value.Value),
        (_, "usd") => Dollars((decimal)value.Value),
        (_, "usd/h") => Dollars((decimal)value.Value) + " an hour",
        (_, "ms") => Milliseconds(value),
        (_, "s" or "tokens/s") and var (_, unit) => $"{Number(value)} {unit}",
        _ => Number(value),
    };

    /// <summary>A value that a condition compares: of a change it is percent, whatever the metric.</summary>
    public static string Value(ConditionReading reading, double? value) => Comparisons.IsChange(reading.Operator) ? Percent(value) : Value(reading.Metric, value);

    /// <summary>What an alert says about its firing.</summary>
    public static string What(Alert alert) => Capital(alert.Description);

    /// <summary>How long something took, in its two largest units.</summary>
    public static string Lasted(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)time.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{time.Minutes} min",
        { TotalDays: < 1 } => time.Minutes == 0 ? $"{time.Hours} h" : $"{time.Hours} h {time.Minutes} min",
        _ => time.Hours == 0 ? $"{time.Days} d" : $"{time.Days} d {time.Hours} h",
    };

    /// <summary>The operators of rules as signs.</summary>
    public static string Operator(string written) => written switch
    {
        ">=" => "≥",
        "<=" => "≤",
        "!=" => "≠",
        _ => written,
    };

    /// <summary><c>cache_hit_rate</c> → <c>cache hit rate</c>, but <c>api_key</c> → <c>API key</c>.</summary>
    public static string Words(string name) => name == "api_key" ? "API key" : name.Replace('_', ' ');

    /// <summary>A text as the beginning of a line. Names in it stay as they are; p95 is written small, wherever it stands.</summary>
    public static string Capital(string text) =>
        text.Length == 0 || text is ['p', >= '0' and <= '9', ..] ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
