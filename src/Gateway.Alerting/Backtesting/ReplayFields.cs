using System.Collections.Frozen;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Backtesting;

/// <summary>What rules look at in a call. What is not known here makes the whole call be read: slower, never wrong.</summary>
internal static class ReplayFields
{
    private static readonly FrozenDictionary<Measure, CallFields> OfMeasures = new Dictionary<Measure, CallFields>
    {
        [Measure.Requests] = CallFields.None,
        [Measure.Errors] = CallFields.Outcome,
        [Measure.Failures] = CallFields.Outcome,
        [Measure.RateLimited] = CallFields.Outcome,
        [Measure.Overloaded] = CallFields.Outcome,
        [Measure.StreamErrors] = CallFields.Outcome,
        [Measure.ClientCancelled] = CallFields.Outcome,
        [Measure.TotalTokens] = CallFields.Tokens,
        [Measure.InputTokens] = CallFields.Tokens,
        [Measure.OutputTokens] = CallFields.Tokens,
        [Measure.CacheReadTokens] = CallFields.Tokens,
        [Measure.CacheWriteTokens] = CallFields.Tokens,
        [Measure.ReasoningTokens] = CallFields.Tokens,
        [Measure.PricedTokens] = CallFields.Tokens | CallFields.Cost,
        [Measure.Cost] = CallFields.Cost,
        [Measure.Unpriced] = CallFields.Cost,
        [Measure.CalendarRequests] = CallFields.None,
        [Measure.CalendarCost] = CallFields.Cost,
        [Measure.CalendarUnpriced] = CallFields.Cost,
        [Measure.MonthRequests] = CallFields.None,
        [Measure.MonthCost] = CallFields.Cost,
        [Measure.LatencySum] = CallFields.None,
        [Measure.Latency] = CallFields.None,
        [Measure.LatencyMaximum] = CallFields.None,
        [Measure.TtftSum] = CallFields.TimeToFirstToken,
        [Measure.TtftCount] = CallFields.TimeToFirstToken,
        [Measure.Ttft] = CallFields.TimeToFirstToken,
        [Measure.OutputSpeed] = CallFields.Streaming | CallFields.TimeToFirstToken | CallFields.Tokens,
        [Measure.Users] = CallFields.User,
        [Measure.Models] = CallFields.Model,
        [Measure.LastCall] = CallFields.None,
        [Measure.InFlight] = CallFields.None,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, CallFields> OfDimensions = new Dictionary<string, CallFields>
    {
        ["provider"] = CallFields.Provider,
        ["model"] = CallFields.Model,
        ["route"] = CallFields.Route,
        ["operation"] = CallFields.Operation,
        ["streaming"] = CallFields.Streaming,
        ["user"] = CallFields.User,
        ["team"] = CallFields.Team,
        ["session"] = CallFields.Session,
        ["api_key"] = CallFields.ApiKey,
        ["tag"] = CallFields.Tags,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static CallFields Of(IEnumerable<CompiledRule> rules) => rules
        .SelectMany(rule => rule.Series)
        .Aggregate(CallFields.None, (fields, series) => fields | Of(series.Measure) | Of(series.Population));

    public static CallFields Of(Measure measure) => OfMeasures.GetValueOrDefault(measure, CallFields.All);

    private static CallFields Of(Population population) => population.Matcher.Dimensions
        .Concat(population.Grouping.Dimensions)
        .Aggregate(CallFields.None, (fields, dimension) => fields | Of(dimension));

    private static CallFields Of(Dimension dimension) => OfDimensions.GetValueOrDefault(dimension.Name.Split(':')[0], CallFields.All);
}
