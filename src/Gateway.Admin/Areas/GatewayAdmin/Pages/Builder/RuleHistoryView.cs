using System.Text.Json;
using Gateway.Admin.Words;
using Gateway.Alerting;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>What the rule in the fields would have done, in words and as a chart's data.</summary>
/// <param name="result">Of one rule, with its series.</param>
/// <param name="range">The range that it was tried on.</param>
/// <param name="condition">Which condition the chart shows, from 0.</param>
internal sealed class RuleHistoryView(BacktestResult result, HistoryRange range, int condition)
{
    /// <summary>More are counted, not listed.</summary>
    public const int MostListed = 12;

    public RuleHistory History => result.Rules[0];

    public BacktestResult Result => result;

    public HistoryRange Range => range;

    public IReadOnlyList<ConditionSeries> Conditions => result.Series ?? [];

    /// <summary>Which of them is drawn.</summary>
    public int Shown => condition < Conditions.Count ? condition : 0;

    /// <summary>"Would have fired 3 times in 7 days, longest 42 min, 5 messages to each channel."</summary>
    public string Words => History.FiringCount == 0
        ? $"Would not have fired in {range.Word}."
        : $"Would have fired {Times(History.FiringCount)} in {range.Word}, longest {Say.Lasted(Longest)}, {Messages(History.Notifications)} to each channel.";

    /// <summary>"daily cost ≥ $500" as a choice of what to draw.</summary>
    public static string Name(ConditionSeries series) =>
        $"{Say.Metric(series.Condition.Metric)} {Say.Operator(series.Condition.Operator.Symbol())} {Value(series.Condition, series.Condition.Threshold)}";

    public static string Value(Condition condition, double? value) => condition.Operator.IsChange() ? Say.Percent(value) : Say.Value(condition.Metric, value);

    /// <summary>For the script that draws: numbers and instants, no words that it would have to make.</summary>
    public string ChartJson()
    {
        var series = Conditions[Shown];
        return JsonSerializer.Serialize(
            new
            {
                from = result.From,
                to = result.To,
                step_seconds = series.Step.TotalSeconds,
                values = series.Values,
                threshold = series.Condition.Threshold,
                path = Paths(History.Rule.Definition.Logic, Form.NodePath.Root).ElementAt(Shown),
                name = Name(series),
                unit = series.Condition.Operator.IsChange() ? "%" : MetricCatalog.Find(series.Condition.Metric)?.Unit,
                spans = History.Firings.Select(firing => new { from = firing.StartedAt, to = firing.EndedAt ?? result.To, group = GroupText.Of(firing.Group) }),
            },
            Options);
    }

    /// <summary>The conditions' places, in the order of writing.</summary>
    private static IEnumerable<string> Paths(LogicNode node, string path) => node is LogicGroup group
        ? group.Conditions.SelectMany((child, index) => Paths(child, $"{path}.conditions[{index}]"))
        : [path];

    private TimeSpan Longest => History.Firings.Select(firing => firing.Duration).DefaultIfEmpty().Max();

    /// <summary>Goes into an attribute and a script element: nothing in it may end either.</summary>
    private static JsonSerializerOptions Options { get; } = new(GatewayJson.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default };

    private static string Times(long count) => count == 1 ? "once" : $"{Say.Count(count)} times";

    private static string Messages(long count) => count == 1 ? "1 message" : $"{Say.Count(count)} messages";
}
