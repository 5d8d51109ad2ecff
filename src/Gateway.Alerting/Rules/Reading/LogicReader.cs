using System.Text.Json;

namespace Gateway.Alerting.Rules.Reading;

/// <summary>Reads a rule's logic: <c>logic</c>, or <c>conditions</c> alone, which means AND of them.</summary>
internal static class LogicReader
{
    public const int DeepestNesting = 8;
    public const int MostConditions = 50;

    public static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    private static readonly LogicGroup Nothing = new(LogicOperator.And, []);

    public static LogicNode Read(LocatedJson rule, FieldReader fields, RuleMistakes mistakes)
    {
        var logic = fields.Find("logic");
        var conditions = fields.Items("conditions");
        if (logic is null == conditions is null)
        {
            mistakes.Add(rule, logic is null ? "a rule needs 'logic', or 'conditions'" : "a rule has either 'logic' or 'conditions', not both");
            return Nothing;
        }

        var node = logic is not null ? ReadNode(logic, 1, mistakes) : ReadGroup(LogicOperator.And, conditions!, fields.Find("conditions")!, 1, mistakes);
        if (CountConditions(node) > MostConditions)
        {
            mistakes.Add(rule, $"a rule has at most {MostConditions} conditions, this one has {CountConditions(node)}");
        }

        return node;
    }

    private static LogicNode ReadNode(LocatedJson json, int depth, RuleMistakes mistakes)
    {
        if (json.Kind != JsonValueKind.Object)
        {
            mistakes.Add(json, "must be a condition or a group");
            return Nothing;
        }

        if (depth > DeepestNesting)
        {
            mistakes.Add(json, $"logic is nested at most {DeepestNesting} deep");
            return Nothing;
        }

        return json.Members.Any(member => member.Name is "type" or "conditions") ? ReadTypedGroup(json, depth, mistakes) : ReadCondition(json, mistakes);
    }

    private static LogicGroup ReadTypedGroup(LocatedJson json, int depth, RuleMistakes mistakes)
    {
        var fields = new FieldReader(json, mistakes);
        var type = fields.Find("type");
        var conditions = fields.Items("conditions");
        fields.RefuseUnknown();
        var known = EnumWords.TryParse<LogicOperator>(type?.Text.ToLowerInvariant(), out var logic) && type?.Kind == JsonValueKind.String;
        if (!known)
        {
            mistakes.Add(type ?? json, "a group's 'type' must be AND, OR or NOT");
        }

        if (conditions is null or [])
        {
            mistakes.Add(json, "a group needs at least one entry in 'conditions'");
            return Nothing;
        }

        return ReadGroup(logic, conditions, json, depth, mistakes);
    }

    private static LogicGroup ReadGroup(LogicOperator logic, IReadOnlyList<LocatedJson> conditions, LocatedJson at, int depth, RuleMistakes mistakes)
    {
        if (logic == LogicOperator.Not && conditions.Count != 1)
        {
            mistakes.Add(at, $"NOT takes exactly one condition or group, this one has {conditions.Count}; put an AND or OR inside");
        }

        if (conditions.Count == 0)
        {
            mistakes.Add(at, "at least one condition is needed");
        }

        return new(logic, [.. conditions.Select(condition => ReadNode(condition, depth + 1, mistakes))]);
    }

    private static Condition ReadCondition(LocatedJson json, RuleMistakes mistakes)
    {
        var fields = new FieldReader(json, mistakes);
        var metric = fields.Find("metric", "field");
        if (metric is not { Kind: JsonValueKind.String })
        {
            mistakes.Add(metric ?? json, "a condition needs a 'metric'");
        }

        var comparison = ReadComparison(fields, json, mistakes);
        var condition = new Condition
        {
            Metric = metric?.Text ?? "",
            Operator = comparison,
            Threshold = ReadThreshold(fields, json, mistakes),
            CompareTo = ReadBaseline(fields, comparison, mistakes),
            TimeWindow = fields.Duration("time_window", ShortestWindow, LongestWindow),
            Recovery = fields.Number("recovery"),
            MinRequests = ReadMinRequests(fields, mistakes),
            Filter = fields.StringMap("filter"),
            Position = (metric ?? json).Position,
            Positions = Positions(fields),
        };
        fields.RefuseBoth("metric", "field");
        fields.RefuseBoth("threshold", "value");
        fields.RefuseUnknown();
        return condition;
    }

    private static Dictionary<string, SourcePosition> Positions(FieldReader fields)
    {
        var positions = (fields.Find("filter")?.Members ?? []).DistinctBy(member => member.Name).ToDictionary(member => $"filter.{member.Name}", member => member.Value.Position);
        foreach (var name in new[] { "operator", "recovery" })
        {
            if (fields.Find(name) is { } value)
            {
                positions[name] = value.Position;
            }
        }

        return positions;
    }

    private static Comparison ReadComparison(FieldReader fields, LocatedJson json, RuleMistakes mistakes)
    {
        var value = fields.Find("operator");
        if (value is { Kind: JsonValueKind.String } && Comparisons.TryParse(value.Text, out var comparison))
        {
            return comparison;
        }

        var allowed = string.Join(" ", Comparisons.Symbols);
        mistakes.Add(value ?? json, value is null ? $"a condition needs an 'operator', one of: {allowed}" : $"'{value.Text}' is not an operator; allowed: {allowed}");
        return default;
    }

    private static Baseline ReadBaseline(FieldReader fields, Comparison comparison, RuleMistakes mistakes)
    {
        var value = fields.Find("compare_to");
        if (value is null)
        {
            return Baseline.PreviousWindow;
        }

        if (!comparison.IsChange())
        {
            mistakes.Add(value, "belongs to the operators change> and change<");
        }

        if (value.Kind == JsonValueKind.String && EnumWords.TryParse<Baseline>(value.Text, out var baseline))
        {
            return baseline;
        }

        mistakes.Add(value, "must be previous_window, same_time_yesterday or same_time_last_week");
        return Baseline.PreviousWindow;
    }

    private static double ReadThreshold(FieldReader fields, LocatedJson json, RuleMistakes mistakes)
    {
        if (fields.Find("threshold", "value") is null)
        {
            mistakes.Add(json, "a condition needs a 'threshold'");
            return 0;
        }

        return fields.Number("threshold", "value") ?? 0;
    }

    private static long ReadMinRequests(FieldReader fields, RuleMistakes mistakes)
    {
        var number = fields.Number("min_requests") ?? 0;
        if (number < 0 || number != Math.Floor(number) || number > int.MaxValue)
        {
            mistakes.Add(fields.Find("min_requests")!, "must be a whole number of calls, 0 or more");
            return 0;
        }

        return (long)number;
    }

    private static int CountConditions(LogicNode node) => node is LogicGroup group ? group.Conditions.Sum(CountConditions) : 1;
}
