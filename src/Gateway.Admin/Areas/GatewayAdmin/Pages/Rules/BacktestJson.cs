using System.Text.Json.Serialization;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Answer of <c>…/backtest</c>: the rule's own numbers, and the same for each rule that it was compared with.</summary>
internal sealed record BacktestJson(
    DateTimeOffset From,
    DateTimeOffset To,
    string Rule,
    string Sentence,
    IReadOnlyList<FiringJson> Firings,
    long FiringCount,
    long Notifications,
    long Suppressed,
    IReadOnlyList<ChannelMessagesJson> Channels,
    IReadOnlyList<string> Notes,
    IReadOnlyList<RuleHistoryJson> Compared,
    string? Comparison,
    long Calls,
    long TookMs)
{
    /// <summary>What each condition read, when it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConditionSeriesJson>? Series { get; init; }

    public static BacktestJson Of(BacktestResult result)
    {
        var first = RuleHistoryJson.Of(result.Rules[0]);
        return new(
            result.From,
            result.To,
            first.Rule,
            first.Sentence,
            first.Firings,
            first.FiringCount,
            first.Notifications,
            first.Suppressed,
            first.Channels,
            first.Notes,
            [.. result.Rules.Skip(1).Select(RuleHistoryJson.Of)],
            BacktestWords.Compare(result),
            result.Calls,
            (long)result.Took.TotalMilliseconds)
        {
            Series = result.Series is { } series ? [.. series.Select(ConditionSeriesJson.Of)] : null,
        };
    }
}

/// <summary>What one condition read over the range, at most 500 values.</summary>
/// <param name="Metric">Its metric.</param>
/// <param name="Operator">Its operator; of a change the values are percent.</param>
/// <param name="Threshold">What they were compared with.</param>
/// <param name="StepSeconds">Each value is the worst of so many seconds, over all groups.</param>
/// <param name="Values">From the beginning of the range; null where there was nothing to measure, or less than <c>min_requests</c>.</param>
internal sealed record ConditionSeriesJson(string Metric, string Operator, double Threshold, double StepSeconds, IReadOnlyList<double?> Values)
{
    public static ConditionSeriesJson Of(ConditionSeries series) =>
        new(series.Condition.Metric, series.Condition.Operator.Symbol(), series.Condition.Threshold, series.Step.TotalSeconds, series.Values);
}

internal sealed record RuleHistoryJson(
    string Rule,
    string Sentence,
    IReadOnlyList<FiringJson> Firings,
    long FiringCount,
    long Notifications,
    long Suppressed,
    IReadOnlyList<ChannelMessagesJson> Channels,
    IReadOnlyList<string> Notes)
{
    public static RuleHistoryJson Of(RuleHistory history) => new(
        history.Rule.Id,
        RuleSentence.Of(history.Rule.Definition),
        [.. history.Firings.Select(FiringJson.Of)],
        history.FiringCount,
        history.Notifications,
        history.Suppressed,
        [.. history.Channels.Select(ChannelMessagesJson.Of)],
        history.Notes);
}

/// <param name="Channel">Its id.</param>
/// <param name="Notifications">Messages that would have left, at once or when quiet hours or a silence were over.</param>
/// <param name="KeptBack">Those that would not, by the reason.</param>
internal sealed record ChannelMessagesJson(string Channel, long Notifications, IReadOnlyList<KeptBackJson> KeptBack)
{
    public static ChannelMessagesJson Of(ChannelMessages messages) =>
        new(messages.ChannelId, messages.Sent, [.. messages.Kept.Select(kept => new KeptBackJson(kept.Key, kept.Value))]);
}

internal sealed record KeptBackJson(string Reason, long Count);

/// <param name="Group">Which group; empty for a rule without <c>group_by</c>.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">Null when it was on at the end of the range.</param>
/// <param name="Duration">Such as <c>12m40s</c>; up to the end of the range when it was still on.</param>
/// <param name="Peak">The worst leading number.</param>
/// <param name="Notifications">Messages that would have left, to all channels together.</param>
/// <param name="Suppressed">Kept quiet by the cooldown from beginning to end.</param>
internal sealed record FiringJson(
    IReadOnlyDictionary<string, string> Group, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Duration, double? Peak, long Notifications, bool Suppressed)
{
    public static FiringJson Of(Firing firing) => new(
        firing.Group, firing.StartedAt, firing.EndedAt, DurationText.Format(firing.Duration), firing.Peak, firing.Notifications, firing.Suppressed);
}
