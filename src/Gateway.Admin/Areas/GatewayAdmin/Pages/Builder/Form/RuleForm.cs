using System.Globalization;
using Gateway.Alerting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;

/// <summary>
/// A rule as the builder's fields hold it. Fields are named by the JSON path of what they set, such as <c>logic.conditions[0].metric</c>, so that a
/// mistake that the reader finds belongs to the field of the same name. Values are text, right or wrong: nothing that people typed is lost.
/// </summary>
internal sealed record RuleForm
{
    private static readonly IEnumerable<string> Dimensions = Dimension.GroupNames.Where(name => !name.StartsWith("tag:", StringComparison.Ordinal));

    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public string RunbookUrl { get; init; } = "";

    public IReadOnlyList<PairForm> Labels { get; init; } = [];

    public required NodeForm Logic { get; init; }

    public required Choices GroupBy { get; init; }

    public string TimeWindow { get; init; } = "";

    public string Cooldown { get; init; } = "";

    public string For { get; init; } = "";

    public string KeepFiringFor { get; init; } = "";

    public string RepeatInterval { get; init; } = "";

    public string Priority { get; init; } = EnumWords.Of(AlertPriority.Medium);

    public string NoData { get; init; } = EnumWords.Of(NoDataPolicy.Ok);

    public bool AutoResolve { get; init; } = true;

    public bool IsActive { get; init; } = true;

    public required Choices Channels { get; init; }

    /// <summary>With no channel ticked: nobody is told, instead of whom the routes name.</summary>
    public bool TellsNobody { get; init; }

    public bool SendResolved { get; init; } = true;

    public static RuleForm Blank(IEnumerable<string> channels) => new()
    {
        Logic = NodeForm.Group("AND", new NodeForm()),
        GroupBy = Choices.Of([], Dimensions),
        Channels = Choices.Of([], channels),
    };

    public static RuleForm Of(RuleDefinition rule, IEnumerable<string> channels) => new()
    {
        Id = rule.Id,
        Name = rule.Name,
        Description = rule.Description ?? "",
        RunbookUrl = rule.RunbookUrl ?? "",
        Labels = Pairs(rule.Labels),
        Logic = Of(rule.Logic),
        GroupBy = Choices.Of(rule.GroupBy, Dimensions),
        TimeWindow = DurationText.Format(rule.TimeWindow),
        Cooldown = DurationText.Format(rule.Cooldown),
        For = DurationText.Format(rule.For),
        KeepFiringFor = DurationText.Format(rule.KeepFiringFor),
        RepeatInterval = Text(rule.RepeatInterval),
        Priority = EnumWords.Of(rule.Priority),
        NoData = EnumWords.Of(rule.NoData),
        AutoResolve = rule.AutoResolve,
        IsActive = rule.IsActive,
        Channels = ChannelsOf(rule.Channels ?? [], channels),
        TellsNobody = rule.Channels is [],
        SendResolved = rule.SendResolved,
    };

    private static NodeForm Of(LogicNode node) => node switch
    {
        LogicGroup group => new() { Type = EnumWords.Of(group.Operator).ToUpperInvariant(), Conditions = [.. group.Conditions.Select(Of)] },
        Condition condition => new()
        {
            Metric = condition.Metric,
            Operator = condition.Operator.Symbol(),
            Threshold = Text(condition.Threshold),
            CompareTo = condition.Operator.IsChange() ? EnumWords.Of(condition.CompareTo) : "",
            TimeWindow = Text(condition.TimeWindow),
            Recovery = condition.Recovery is { } recovery ? Text(recovery) : "",
            MinRequests = condition.MinRequests == 0 ? "" : condition.MinRequests.ToString(CultureInfo.InvariantCulture),
            Filter = Pairs(condition.Filter),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    /// <summary>A rule may write a channel in its older spelling; it is still that channel.</summary>
    private static Choices ChannelsOf(IReadOnlyList<string> own, IEnumerable<string> known)
    {
        var named = own.Select(ChannelIds.Canonical).ToHashSet(StringComparer.Ordinal);
        return Choices.Of(own, known.Where(id => !named.Contains(id)));
    }

    private static List<PairForm> Pairs(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new PairForm(pair.Key, pair.Value))];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan? value) => value is { } known ? DurationText.Format(known) : "";
}
