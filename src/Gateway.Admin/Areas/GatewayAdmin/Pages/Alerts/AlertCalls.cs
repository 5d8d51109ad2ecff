using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>Finds the calls that say most about an alert: of its group, in its window, just before it fired.</summary>
/// <remarks>Only the latest <see cref="MostRead"/> calls before it are looked at, and the rule as it is now says what they are filtered by.</remarks>
internal sealed class AlertCalls(ICallLog calls, RuleSetProvider rules)
{
    public const int Shown = 5;

    /// <summary>A busy gateway has more in a window than a page may take the time for.</summary>
    private const int MostRead = 1_000;

    /// <summary>Where the rule is gone: the standard one.</summary>
    private static readonly TimeSpan UnknownWindow = TimeSpan.FromMinutes(5);

    /// <summary>A budget's window is a day or a month; what led to it is in the last hour.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    public async Task<AlertSamples> OfAsync(Alert alert, CancellationToken cancellationToken)
    {
        var reading = alert.Leading;
        var rule = rules.Entries.Find(alert.RuleId)?.Definition;
        var condition = rule is null ? null : Leaves(rule.Logic).FirstOrDefault(leaf => leaf.Metric == reading?.Metric);
        var window = condition?.TimeWindow ?? rule?.TimeWindow ?? UnknownWindow;
        var filter = FilterOf(alert) with { From = alert.TriggeredAt - (window < LongestWindow ? window : LongestWindow), To = alert.TriggeredAt };
        var read = await calls.ListAsync(filter, MostRead, null, cancellationToken);
        var groups = alert.Group.Select(part => (Found: Dimension.TryGroup(part.Key, out var dimension), Dimension: dimension, part.Value)).ToList();
        var matcher = MatcherOf(condition);
        var matching = read.Calls.Where(call => groups.All(part => part.Found && part.Dimension!.ValueOf(call) == part.Value) && matcher.Matches(call)).ToList();
        return Choose(reading?.Metric, matching);
    }

    /// <summary>What the database can find by itself; the rest is looked at call by call.</summary>
    private static CallFilter FilterOf(Alert alert)
    {
        string? Value(string name) => alert.Group.GetValueOrDefault(name) is { } value && value != Dimension.NoValue ? value : null;
        return new() { Provider = Value("provider"), Model = Value("model"), Route = Value("route"), User = Value("user"), Team = Value("team"), Session = Value("session"), ApiKey = Value("api_key") };
    }

    private static CallMatcher MatcherOf(Condition? condition)
    {
        var parts = new List<KeyValuePair<Dimension, string>>();
        foreach (var (name, glob) in condition?.Filter ?? new Dictionary<string, string>())
        {
            if (Dimension.TryFilter(name, out var dimension))
            {
                parts.Add(new(dimension, glob));
            }
        }

        return new(parts);
    }

    private static AlertSamples Choose(string? metric, IReadOnlyList<LlmCall> calls) => (metric, MetricCatalog.Find(metric ?? "")?.Unit) switch
    {
        (_, "ms") when metric!.Contains("ttft", StringComparison.Ordinal) => new("Slowest to answer", [.. calls.OrderByDescending(call => call.TimeToFirstToken).Take(Shown)]),
        (_, "ms") => new("Slowest", [.. calls.OrderByDescending(call => call.Latency).Take(Shown)]),
        (_, "usd" or "usd/h") => new("Most expensive", [.. calls.OrderByDescending(call => call.Cost.Amount?.Dollars).Take(Shown)]),
        ("tokens_per_request" or "total_tokens" or "input_tokens" or "output_tokens", _) => new("Most tokens", [.. calls.OrderByDescending(call => call.Tokens.Total).Take(Shown)]),
        _ when calls.Any(IsFailure) => new("Latest failed", [.. calls.Where(IsFailure).Take(Shown)]),
        _ => new("Latest", [.. calls.Take(Shown)]),
    };

    private static bool IsFailure(LlmCall call) => call.Outcome is not (CallOutcome.Success or CallOutcome.ClientCancelled);

    private static IEnumerable<Condition> Leaves(LogicNode node) => node switch
    {
        Condition leaf => [leaf],
        LogicGroup group => group.Conditions.SelectMany(Leaves),
        _ => [],
    };
}

/// <summary>Some calls, and by what they were chosen.</summary>
internal sealed record AlertSamples(string Word, IReadOnlyList<LlmCall> Calls);
