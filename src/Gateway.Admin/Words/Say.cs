using System.Globalization;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

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

    /// <summary>Whole numbers; from a hundred thousand on in thousands, from ten million on in millions.</summary>
    public static string Count(long value) => value switch
    {
        >= 10_000_000 => (value / 1_000_000d).ToString("#,##0.0", English) + "M",
        >= 100_000 => (value / 1_000d).ToString("#,##0", English) + "k",
        _ => value.ToString("#,##0", English),
    };

    /// <summary>Cents, or as many places as a small amount needs to be more than nothing.</summary>
    public static string Dollars(decimal? value) => value switch
    {
        null => Nothing,
        0 => "$0.00",
        < 0.0001m => "<$0.0001",
        < 0.1m => "$" + value.Value.ToString("0.0000", English),
        < 1_000 => "$" + value.Value.ToString("0.00", English),
        _ => "$" + value.Value.ToString("#,##0", English),
    };

    public static string Percent(double? value) => value is null ? Nothing : value.Value.ToString("0.0", English) + "%";

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

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", English);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", English);

    /// <summary><c>fired_again</c> → <c>Fired again</c>.</summary>
    public static string Sentence(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..].Replace('_', ' ');

    /// <summary><c>error_rate</c> → <c>Error rate</c>, but <c>p95_latency</c> → <c>p95 latency</c>.</summary>
    public static string Metric(string name) => name is ['p', >= '0' and <= '9', ..] ? name.Replace('_', ' ') : Sentence(name);

    /// <summary>A metric's value with its unit, which its name tells.</summary>
    public static string Value(string metric, double? value) => metric switch
    {
        _ when value is null => Nothing,
        _ when metric.EndsWith("_percent", StringComparison.Ordinal) || metric.EndsWith("_rate", StringComparison.Ordinal) => Number(value) + "%",
        _ when metric.Contains("cost", StringComparison.Ordinal) => Dollars((decimal)value.Value),
        _ when metric.EndsWith("_latency", StringComparison.Ordinal) || metric.EndsWith("_ttft", StringComparison.Ordinal) => Milliseconds(value),
        _ => Number(value),
    };

    /// <summary>The operators of rules as signs.</summary>
    public static string Operator(string written) => written switch
    {
        ">=" => "≥",
        "<=" => "≤",
        "!=" => "≠",
        _ => written,
    };
}
