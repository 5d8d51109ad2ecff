namespace Gateway.Alerting.Rules;

/// <summary>How urgent a rule's alerts are. The numbers are what rule files may write instead of the words (0-3) and what is stored.</summary>
public enum AlertPriority
{
    Critical = 0,
    High = 1,
    Medium = 2,
    Low = 3,
}
