using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Telemetry;

/// <summary>
/// The calls as OpenTelemetry GenAI metrics; those of an import are not counted, for a scraper takes every increase for what has just happened. The names are those of the semantic conventions up to 1.41, which dashboards still use;
/// cost has no standard name yet. Tags come from closed sets, but for models, which are capped.
/// </summary>
public sealed class GenAiInstruments : IDisposable
{
    public const string MeterName = "Gateway.Calls";

    /// <summary>Models are named by clients: further ones are counted as <c>_OTHER</c>, so that junk names cannot fill a metrics store.</summary>
    private const int MostModels = 500;

    private readonly HashSet<string> _models = new(StringComparer.Ordinal);
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _unpriced;
    private readonly IDisposable _subscription;

    public GenAiInstruments(IMeterFactory meters, CallFeed feed, InFlightCalls inFlight)
    {
        var meter = meters.Create(MeterName);
        _tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of a call, by type.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });
        _duration = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "From a request's arrival to its last byte.", advice: Seconds);
        _firstChunk = meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s", "From a request's arrival to its first content, for streams.", advice: Seconds);
        _cost = meter.CreateCounter<double>("gateway.cost", "USD", "What calls cost, as far as it is known.");
        _unpriced = meter.CreateCounter<long>("gateway.unpriced_calls", "{call}", "Calls whose cost is not known.");
        meter.CreateObservableGauge("gateway.in_flight_calls", () => inFlight.Count, "{call}", "Calls that have begun and not ended.");
        _subscription = feed.Metered.Subscribe(Record);
    }

    private static InstrumentAdvice<double> Seconds { get; } = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };

    public void Dispose() => _subscription.Dispose();

    private void Record(LlmCall call)
    {
        var tags = new TagList
        {
            { "gen_ai.provider.name", call.Provider },
            { "gen_ai.operation.name", call.Operation },
            { "gen_ai.request.model", Capped(call.RequestModel ?? call.ResponseModel) },
        };
        RecordTokens(call, tags);
        if (call.Cost.Amount is { } amount)
        {
            _cost.Add((double)amount.Dollars, tags);
        }
        else
        {
            _unpriced.Add(1, tags);
        }

        if (call is { Streaming: true, TimeToFirstToken: { } first })
        {
            _firstChunk.Record(first.TotalSeconds, tags);
        }

        if (call.Outcome.IsFailure())
        {
            // Providers' own error codes are unbounded; the conventions ask for an identifier of low cardinality.
            tags.Add("error.type", EnumWords.Of(call.Outcome));
        }

        _duration.Record(call.Latency.TotalSeconds, tags);
    }

    /// <summary>Usage that could not be obtained is not reported.</summary>
    private void RecordTokens(LlmCall call, TagList tags)
    {
        if (call.Tokens.Source == TokenSource.None)
        {
            return;
        }

        tags.Add("gen_ai.token.type", "input");
        _tokens.Record(call.Tokens.Input, tags);
        tags[^1] = new("gen_ai.token.type", "output");
        _tokens.Record(call.Tokens.Output, tags);
    }

    /// <summary>Called by the feed, one call at a time.</summary>
    private string Capped(string? model) =>
        model is null ? "unknown" : _models.Contains(model) || (_models.Count < MostModels && _models.Add(model)) ? model : "_OTHER";
}
