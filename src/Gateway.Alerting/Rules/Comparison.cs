namespace Gateway.Alerting.Rules;

/// <summary>How a condition compares its metric with its threshold.</summary>
public enum Comparison
{
    GreaterThan,
    LessThan,
    GreaterOrEqual,
    LessOrEqual,
    Equal,
    NotEqual,
}

public static class Comparisons
{
    private static readonly Dictionary<string, Comparison> BySymbol = new(StringComparer.Ordinal)
    {
        [">"] = Comparison.GreaterThan,
        ["<"] = Comparison.LessThan,
        [">="] = Comparison.GreaterOrEqual,
        ["<="] = Comparison.LessOrEqual,
        ["="] = Comparison.Equal,
        ["!="] = Comparison.NotEqual,
    };

    public static IReadOnlyCollection<string> Symbols => BySymbol.Keys;

    public static bool TryParse(string symbol, out Comparison comparison) => BySymbol.TryGetValue(symbol, out comparison);

    public static string Symbol(this Comparison comparison) => BySymbol.First(pair => pair.Value == comparison).Key;

    public static bool Holds(this Comparison comparison, double actual, double threshold) => comparison switch
    {
        Comparison.GreaterThan => actual > threshold,
        Comparison.LessThan => actual < threshold,
        Comparison.GreaterOrEqual => actual >= threshold,
        Comparison.LessOrEqual => actual <= threshold,
        Comparison.Equal => actual == threshold,
        Comparison.NotEqual => actual != threshold,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };

    /// <summary>In words: "cost <em>is over</em> 5".</summary>
    public static string Words(this Comparison comparison) => comparison switch
    {
        Comparison.GreaterThan => "over",
        Comparison.LessThan => "under",
        Comparison.GreaterOrEqual => "at least",
        Comparison.LessOrEqual => "at most",
        Comparison.Equal => "exactly",
        Comparison.NotEqual => "other than",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };
}
