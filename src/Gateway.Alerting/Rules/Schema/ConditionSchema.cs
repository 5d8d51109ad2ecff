using System.Text.Json.Nodes;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;
using static Gateway.Alerting.Rules.Schema.SchemaParts;

namespace Gateway.Alerting.Rules.Schema;

/// <summary>The schema of one condition.</summary>
internal static class ConditionSchema
{
    /// <summary><c>tag:&lt;name&gt;</c></summary>
    public const string TagPattern = "^tag:.";

    public static JsonObject Condition()
    {
        var condition = Object(
            ("metric", Ref("metric", "What is measured.")),
            ("field", Ref("metric", "Another word for metric.")),
            ("operator", OneOf("How the metric is compared with the threshold; change> and change< compare its change in percent.", Comparisons.Symbols)),
            ("threshold", Number("In the metric's unit; for change> and change< in percent.")),
            ("value", Number("Another word for threshold.")),
            ("compare_to", OrNull(OneOf("What change> and change< compare with.", Baseline.PreviousWindow))),
            ("time_window", DurationSchema.Member(LogicReader.ShortestWindow, LogicReader.LongestWindow, "The rule's when absent.")),
            ("recovery", OrNull(Number("Once met, the condition clears only past this value."))),
            ("min_requests", OrNull(MinRequests())),
            ("filter", OrNull(Filter())));
        condition["required"] = Words(["operator"]);
        condition["allOf"] = new JsonArray(
            EitherOf("metric", "field"),
            EitherOf("threshold", "value"),
            AnyOf(Where("operator", OneOf("compare_to belongs to these.", Comparisons.Symbols.Where(Comparisons.IsChange))), Not(Has("compare_to"))));
        return condition;
    }

    /// <summary>Editors show the descriptions beside the names.</summary>
    public static JsonObject Metric() => new()
    {
        ["enum"] = Words(MetricCatalog.All.Select(metric => metric.Name)),
        ["enumDescriptions"] = Words(MetricCatalog.All.Select(metric => $"{metric.Description} In {metric.Unit}. Without calls: {metric.NoCalls}.")),
    };

    private static JsonObject EitherOf(string member, string other) =>
        new() { ["oneOf"] = new JsonArray(new JsonObject { ["required"] = Words([member]) }, new JsonObject { ["required"] = Words([other]) }) };

    private static JsonObject MinRequests() => new()
    {
        ["type"] = "integer",
        ["minimum"] = 0,
        ["maximum"] = int.MaxValue,
        ["description"] = "With fewer calls in the window the condition is not met, and says so.",
    };

    private static JsonObject Filter()
    {
        var filter = Object([.. RuleSchema.DimensionNames(Dimension.FilterNames).Select(name => (name, Scalar()))]);
        filter["description"] = "Which calls count; * and ? are wildcards.";
        filter["patternProperties"] = new JsonObject { [TagPattern] = Scalar() };
        return filter;
    }
}
