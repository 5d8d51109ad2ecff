using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Backtesting;

/// <summary>What a backtest over HTTP is asked for.</summary>
/// <param name="Rules">The rule, then those it is compared with.</param>
/// <param name="From">The first instant that counts.</param>
/// <param name="To">The first one that no longer does.</param>
public sealed record BacktestRequest(IReadOnlyList<CompiledRule> Rules, DateTimeOffset From, DateTimeOffset To)
{
    public const int MostCompared = 4;

    /// <summary>With what each condition of the first rule read over the range.</summary>
    public bool WithSeries { get; init; }

    /// <summary>Only of this group, by dimension name; null: the worst of all groups.</summary>
    public IReadOnlyDictionary<string, string>? SeriesOf { get; init; }

    public static readonly TimeSpan LongestRange = TimeSpan.FromDays(31);

    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The first one that no longer does.</param>
    /// <param name="end">What <paramref name="to"/> is called where it is asked for.</param>
    /// <returns>What is wrong with where the range begins, as the rest of a sentence; null when nothing is.</returns>
    public static string? WhyNot(DateTimeOffset from, DateTimeOffset to, string end) =>
        from >= to ? $"must be before {end}"
        : to - from > LongestRange ? $"must be at most {DurationText.Words(LongestRange)} before {end}"
        : null;

    /// <summary>Reads <c>{ "rule": rule or id, "from": …, "to": …, "compare": rule, id, or an array of rules, "series": true or false }</c>; <c>to</c> is now when absent.</summary>
    /// <param name="json">The text.</param>
    /// <param name="compiler">Checks the rules.</param>
    /// <param name="find">The rule in force under an id.</param>
    /// <param name="now">The present.</param>
    /// <returns>The request, or everything that is wrong with it.</returns>
    public static (BacktestRequest? Request, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, RuleCompiler compiler, Func<string, CompiledRule?> find, DateTimeOffset now)
    {
        var reading = new Reader(compiler, find, new RuleMistakes(file: null));
        return reading.Read(json, now);
    }

    private sealed class Reader(RuleCompiler compiler, Func<string, CompiledRule?> find, RuleMistakes mistakes)
    {
        private readonly List<RuleDiagnostic> _unbound = [];

        public (BacktestRequest?, IReadOnlyList<RuleDiagnostic>) Read(string json, DateTimeOffset now)
        {
            if (RuleReader.ParseText(json, mistakes) is not { } root)
            {
                return (null, mistakes.Found);
            }

            if (root.Kind != JsonValueKind.Object)
            {
                mistakes.Add(root, """must be an object such as {"rule": {…}, "from": "2026-03-01", "to": "2026-03-08"}""");
                return (null, mistakes.Found);
            }

            var fields = new FieldReader(root, mistakes);
            var rules = Rules(fields.Find("rule"));
            if (fields.Find("rule") is not { } rule)
            {
                mistakes.Add(root, "needs a 'rule': one as in a rule file, or the id of one in force");
            }
            else if (rule.Kind == JsonValueKind.Array)
            {
                mistakes.Add(rule, "must be one rule; put others into 'compare'");
            }

            var compared = Rules(fields.Find("compare"));
            if (compared.Count > MostCompared)
            {
                mistakes.Add(fields.Find("compare")!, $"at most {MostCompared} rules can be compared at once");
            }

            var (from, to) = Range(root, fields, now);
            var withSeries = fields.Bool("series", false);
            fields.RefuseUnknown();
            IReadOnlyList<RuleDiagnostic> found = [.. mistakes.Found, .. _unbound];
            return found.Count > 0 ? (null, found) : (new([.. rules, .. compared], from, to) { WithSeries = withSeries }, []);
        }

        private (DateTimeOffset From, DateTimeOffset To) Range(LocatedJson root, FieldReader fields, DateTimeOffset now)
        {
            var from = Instant(fields.Find("from"));
            var to = fields.Find("to") is { } end ? Instant(end) : now;
            if (fields.Find("from") is not { } begin)
            {
                mistakes.Add(root, $"needs a 'from': {InstantText.Allowed}");
            }
            else if (from is { } first && to is { } last && WhyNot(first, last, "'to'") is { } why)
            {
                mistakes.Add(begin, why);
            }

            return (from ?? default, to ?? default);
        }

        private DateTimeOffset? Instant(LocatedJson? value)
        {
            if (value is null)
            {
                return null;
            }

            if (value.Kind == JsonValueKind.String && InstantText.TryParse(value.Text, out var instant))
            {
                return instant;
            }

            mistakes.Add(value, $"must be {InstantText.Allowed}");
            return null;
        }

        private IReadOnlyList<CompiledRule> Rules(LocatedJson? value) => value switch
        {
            null => [],
            { Kind: JsonValueKind.String } => InForce(value),
            { Kind: JsonValueKind.Array } when value.Items.All(item => item.Kind == JsonValueKind.String) => [.. value.Items.SelectMany(InForce)],
            _ => Compiled(value),
        };

        private IReadOnlyList<CompiledRule> InForce(LocatedJson id)
        {
            if (find(id.Text) is { } rule)
            {
                return [rule];
            }

            mistakes.Add(id, $"there is no rule '{id.Text}' in force");
            return [];
        }

        /// <summary>One by one: versions of a rule share its id.</summary>
        private List<CompiledRule> Compiled(LocatedJson value)
        {
            var compiled = new List<CompiledRule>();
            foreach (var definition in RuleReader.ReadRules(value, mistakes))
            {
                var (rules, unbound) = compiler.Compile([definition]);
                compiled.AddRange(rules);
                _unbound.AddRange(unbound);
            }

            return compiled;
        }
    }
}
