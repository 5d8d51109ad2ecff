namespace Gateway.Alerting.Rules;

/// <summary>How urgent a rule's alerts are.</summary>
/// <remarks>The numbers are what rule files may write instead of the words (0-3), and what is stored.</remarks>
public enum AlertPriority
{
    Critical = 0,
    High = 1,
    Medium = 2,
    Low = 3,
}
