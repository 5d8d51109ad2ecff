using CsCheck;
using Gateway.Admin.Tests.Browser;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Admin.Tests.Builder;

/// <summary>A rule that is opened in the builder and sent back as the page has it says what it said before: through the page itself, as a browser reads it.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public async Task Form_OfEveryShippedRule_SaysTheSame()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        var files = Directory.GetFiles(Path.Combine(Visit.Repository(), "config/rules"), "*.json").Order(StringComparer.Ordinal).ToList();
        var rules = files.SelectMany(file => RuleReader.Read(File.ReadAllText(file), file).Rules).Where(rule => rule.Id != "provider-outage").ToList();
        Assert.InRange(rules.Count, 10, 100);
        foreach (var rule in rules)
        {
            await AssertSurvivesAsync(visitor, rule);
        }
    }

    [Theory]
    [InlineData("""{ "id": "bare", "name": "Bare", "logic": { "metric": "errors", "operator": ">", "threshold": 1e-7 } }""")]
    [InlineData("""{ "id": "nobody", "name": "Nobody", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ], "actions": { "channels": [], "send_resolved": false } }""")]
    [InlineData("""{ "id": "old", "name": "Old", "conditions": [ { "metric": "daily_cost", "operator": ">", "threshold": 1, "time_window": "3m" } ], "actions": { "channels": ["slack_webhook", "email"] } }""")]
    [InlineData("""{ "id": "tags", "name": "Tags", "group_by": ["tag:env", "team", "provider"], "conditions": [ { "metric": "errors", "operator": "!=", "threshold": 1 } ], "is_active": false, "auto_resolve": false }""")]
    public async Task Form_OfAnUnusualRule_SaysTheSame(string json)
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await AssertSurvivesAsync(visitor, RuleReader.ReadOne(json).Draft!);
    }

    [Fact]
    public async Task Form_OfAnyRule_SaysTheSame()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        var number = 0;
        await Rule.SampleAsync(async rule => await AssertSurvivesAsync(visitor, rule with { Id = $"rule-{Interlocked.Increment(ref number)}" }), iter: 40, threads: 1);
    }

    private static async Task AssertSurvivesAsync(BuilderVisitor visitor, RuleDefinition rule)
    {
        var before = RuleDocument.Write(await visitor.MakeAsync(RuleDocument.Write(rule)));
        await visitor.OpenAsync("/" + rule.Id);
        var after = await visitor.PressAsync("update", "/" + rule.Id);
        Assert.Equal(before, after.Json);
    }

    private static readonly Gen<string> Word = Gen.OneOfConst("a", "gpt-*", "<b>bold</b>", "\"quoted\" & 'so'", "x=1;y", "日本 🙂", "</textarea><script>alert(1)</script>", "&amp;", " spaced ");

    private static readonly Gen<TimeSpan> Time = Gen.Int[1, 80_000].Select(count => TimeSpan.FromMilliseconds(1_000L * count + (count % 3)));

    private static readonly Gen<IReadOnlyDictionary<string, string>> Labels =
        Gen.Dictionary(Gen.OneOfConst("team", "env", "<i>", "a.b[0]"), Word)[0, 3].Select(pairs => (IReadOnlyDictionary<string, string>)pairs);

    private static readonly Gen<IReadOnlyDictionary<string, string>> Filter =
        Gen.Dictionary(Gen.OneOfConst("model", "provider", "tag:env", "streaming"), Word)[0, 3].Select(pairs => (IReadOnlyDictionary<string, string>)pairs);

    private static readonly Gen<LogicNode> Leaf =
        from metric in Gen.OneOfConst([.. MetricCatalog.All])
        from comparison in Gen.Enum<Comparison>()
        from threshold in Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.OneOfConst(0.0, 1.0, 1e-9, 12345678901.5))
        from margin in Gen.Double[0, 100]
        from window in Time.Nullable()
        from options in Gen.Int[0, 7]
        from least in Gen.Int[1, 1_000]
        from filter in Filter
        from baseline in Gen.Enum<Baseline>()
        select (LogicNode)Make(metric, comparison, threshold, margin, window, options, least, filter, baseline);

    private static readonly Gen<RuleDefinition> Rule =
        from depth in Gen.Int[0, 7]
        from logic in Node(depth)
        from name in Word
        from about in Word.Null()
        from labels in Labels
        from groups in Gen.Shuffle(new[] { "provider", "model", "api_key", "team", "tag:env", "tag:<b>" }, 0, 4)
        from channels in Gen.Shuffle(new[] { "email", "slack", "pagerduty", "in_app" }, 0, 4).Null()
        from times in Gen.Select(Time, Time, Time, Time)
        from repeat in Time.Nullable()
        from priority in Gen.Enum<AlertPriority>()
        from silence in Gen.Enum<NoDataPolicy>()
        from flags in Gen.Int[0, 7]
        select new RuleDefinition
        {
            Id = "",
            Name = name,
            Description = about,
            RunbookUrl = flags > 3 ? "https://example.com/?a=1&b=\"x\"" : null,
            Labels = labels,
            Logic = logic,
            GroupBy = groups,
            Channels = channels,
            TimeWindow = times.Item1,
            Cooldown = times.Item2,
            For = times.Item3,
            KeepFiringFor = times.Item4,
            RepeatInterval = repeat + TimeSpan.FromMinutes(1),
            Priority = priority,
            NoData = silence,
            AutoResolve = (flags & 1) == 0,
            IsActive = (flags & 2) == 0,
            SendResolved = (flags & 4) == 0,
            Source = new(null, 1),
        };

    private static Gen<LogicNode> Node(int depth) => depth == 0 ? Leaf : Gen.Bool.SelectMany(isGroup => isGroup || depth > 5 ? Group(depth) : Leaf);

    private static Gen<LogicNode> Group(int depth) =>
        from logic in Gen.Enum<LogicOperator>()
        from first in Node(depth - 1)
        from others in Leaf.Array[0, logic == LogicOperator.Not ? 0 : 3]
        select (LogicNode)new LogicGroup(logic, [first, .. others]);

    private static Condition Make(
        Metric metric, Comparison comparison, double threshold, double margin, TimeSpan? window, int options, int least, IReadOnlyDictionary<string, string> filter, Baseline baseline)
    {
        var kept = comparison.IsChange() && !metric.HasPast ? Comparison.GreaterThan : comparison;
        var hasRecovery = (options & 1) == 1 && kept is not (Comparison.Equal or Comparison.NotEqual);
        return new()
        {
            Metric = metric.Name,
            Operator = kept,
            Threshold = threshold,
            CompareTo = kept.IsChange() ? baseline : default,
            // What is compared with last week has a window of some length.
            TimeWindow = kept.IsChange() ? TimeSpan.FromHours(12) : window,
            Recovery = hasRecovery ? threshold + (kept.IsUnder() ? margin : -margin) : null,
            MinRequests = (options & 2) == 2 ? least : 0,
            Filter = (options & 4) == 4 ? filter : new Dictionary<string, string>(),
        };
    }
}
