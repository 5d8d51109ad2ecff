namespace Gateway.Alerting.Backtesting;

/// <summary>A group as people read it: <c>provider openai, model gpt-5.4</c>.</summary>
public static class GroupText
{
    public static string Of(IReadOnlyDictionary<string, string> group) => string.Join(", ", group.Select(part => $"{part.Key} {part.Value}"));
}
