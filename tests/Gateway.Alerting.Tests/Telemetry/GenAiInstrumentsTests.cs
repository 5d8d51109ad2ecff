using System.Diagnostics.Metrics;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Alerting.Tests.Telemetry;

public sealed class GenAiInstrumentsTests
{
    [Theory]
    [InlineData(CallOutcome.Success, null)]
    [InlineData(CallOutcome.ClientCancelled, null)]
    [InlineData(CallOutcome.RateLimited, "rate_limited")]
    [InlineData(CallOutcome.Timeout, "timeout")]
    [InlineData(CallOutcome.StreamTruncated, "stream_truncated")]
    public void Duration_OfACall_IsTaggedWithTheWordThatTheLogUses(CallOutcome outcome, string? expected)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var feed = new CallFeed();
        using var instruments = new GenAiInstruments(services.GetRequiredService<IMeterFactory>(), feed, new());
        var seen = new List<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "gen_ai.client.operation.duration" && ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => seen.Add(tags.ToArray().FirstOrDefault(tag => tag.Key == "error.type").Value));
        listener.Start();

        feed.Publish(SomeCalls.Plain() with { Outcome = outcome });

        Assert.Equal([expected], seen);
    }
}
