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

    /// <summary>Risen by more than so many percent against the baseline.</summary>
    ChangeAbove,

    /// <summary>Changed by less than so many percent against the baseline: <c>change&lt; -50</c> is "fallen by more than half".</summary>
    ChangeBelow,
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
        ["change>"] = Comparison.ChangeAbove,
        ["change<"] = Comparison.ChangeBelow,
    };

    public static IReadOnlyCollection<string> Symbols => BySymbol.Keys;

    public static bool TryParse(string symbol, out Comparison comparison) => BySymbol.TryGetValue(symbol, out comparison);

    public static string Symbol(this Comparison comparison) => BySymbol.First(pair => pair.Value == comparison).Key;

    public static bool Holds(this Comparison comparison, double actual, double threshold) => comparison switch
    {
        Comparison.GreaterThan or Comparison.ChangeAbove => actual > threshold,
        Comparison.LessThan or Comparison.ChangeBelow => actual < threshold,
        Comparison.GreaterOrEqual => actual >= threshold,
        Comparison.LessOrEqual => actual <= threshold,
        Comparison.Equal => actual == threshold,
        Comparison.NotEqual => actual != threshold,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };

    /// <summary>Whether it compares the change against a baseline, in percent, instead of the value itself.</summary>
    public static bool IsChange(this Comparison comparison) => comparison is Comparison.ChangeAbove or Comparison.ChangeBelow;

    /// <summary>The same of a symbol; false for one that is none.</summary>
    public static bool IsChange(string symbol) => TryParse(symbol, out var comparison) && comparison.IsChange();

    /// <summary>Whether lower numbers are the worse ones.</summary>
    public static bool IsUnder(this Comparison comparison) => comparison is Comparison.LessThan or Comparison.LessOrEqual or Comparison.ChangeBelow;

    /// <summary>In words: "cost <em>is over</em> 5".</summary>
    public static string Words(this Comparison comparison) => comparison switch
    {
        Comparison.GreaterThan or Comparison.ChangeAbove => "over",
        Comparison.LessThan or Comparison.ChangeBelow => "under",
        Comparison.GreaterOrEqual => "at least",
        Comparison.LessOrEqual => "at most",
        Comparison.Equal => "exactly",
        Comparison.NotEqual => "other than",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };
}
