using CsCheck;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Tests.Rules;

/// <summary>Rules of every form that a rule can have.</summary>
internal static class SomeRules
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char[" abcÄ日é\"\\/<>&'\n\t{}*?$"], 0, 12];

    private static readonly Gen<string> Name = Gen.Select(Gen.Char['A', 'z'].Where(char.IsLetter), Text, (first, rest) => first + rest);

    private static readonly Gen<double> Number = Gen.OneOf(Gen.Double[-1e9, 1e9], Gen.Int[-5, 500].Select(number => (double)number), Gen.OneOfConst(0.1, 1e-9, 1e300));

    private static readonly Gen<IReadOnlyDictionary<string, string>> Texts =
        Gen.Dictionary(Name, Text)[0, 3].Select(texts => (IReadOnlyDictionary<string, string>)texts);

    private static readonly Gen<LogicNode> Conditions =
        from metric in Gen.OneOfConst([.. MetricCatalog.All.Select(metric => metric.Name), "not_a_metric"])
        from comparison in Gen.Enum<Comparison>()
        from baseline in Gen.Enum<Baseline>()
        from numbers in Gen.Select(Number, Number.Nullable(), Gen.Long[0, int.MaxValue])
        from window in Time(1_000).Nullable()
        from filter in Texts
        select (LogicNode)new Condition
        {
            Metric = metric,
            Operator = comparison,
            Threshold = numbers.Item1,
            CompareTo = comparison.IsChange() ? baseline : Baseline.PreviousWindow,
            Recovery = numbers.Item2,
            MinRequests = numbers.Item3,
            TimeWindow = window,
            Filter = filter,
        };

    private static readonly Gen<LogicNode> Logic = Nodes(3);

    /// <summary>Readable; not all of them compile.</summary>
    public static Gen<RuleDefinition> Any { get; } =
        from name in Name
        from id in Gen.OneOfConst("a", "budget-spike", "r2-d2")
        from description in Text.Null()
        from url in Gen.OneOfConst<string?>(null, "https://runbooks.example/a?b=c#d")
        from labels in Texts
        from logic in Logic
        from groupBy in Gen.OneOfConst<string[]>([], ["model"], ["provider", "tag:env"])
        from times in Gen.Select(Time(1_000), Time(0), Time(0), Time(0), Time(60_000).Nullable())
        from words in Gen.Select(Gen.Enum<AlertPriority>(), Gen.Enum<NoDataPolicy>(), Gen.Bool, Gen.Bool, Gen.Bool)
        from channels in Gen.OneOfConst<string[]?>(null, [], ["in_app"], ["email", "slack_webhook"])
        select new RuleDefinition
        {
            Id = id,
            Name = name,
            Description = description,
            RunbookUrl = url,
            Labels = labels,
            Logic = logic,
            GroupBy = groupBy,
            TimeWindow = times.Item1,
            Cooldown = times.Item2,
            For = times.Item3,
            KeepFiringFor = times.Item4,
            RepeatInterval = times.Item5,
            Priority = words.Item1,
            NoData = words.Item2,
            AutoResolve = words.Item3,
            IsActive = words.Item4,
            SendResolved = words.Item5,
            Channels = channels,
            Source = new(null, 1),
        };

    /// <summary>From so many milliseconds to 31 days.</summary>
    private static Gen<TimeSpan> Time(long least) => Gen.OneOf(
        Gen.Long[least, 2_678_400_000].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)),
        Gen.OneOfConst(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(31)));

    private static Gen<LogicNode> Nodes(int depth) => depth == 0 ? Conditions : Gen.OneOf(Conditions, Groups(depth));

    private static Gen<LogicNode> Groups(int depth) => Gen.OneOf(
        Gen.Select(Gen.OneOfConst(LogicOperator.And, LogicOperator.Or), Nodes(depth - 1).List[1, 3], (type, nodes) => (LogicNode)new LogicGroup(type, nodes)),
        Nodes(depth - 1).Select(node => (LogicNode)new LogicGroup(LogicOperator.Not, [node])));
}
