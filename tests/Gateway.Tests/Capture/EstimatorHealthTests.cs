using Gateway.Alerting.Calls;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Gateway.Dialects;
using Gateway.Dialects.Estimation;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Capture;

public sealed class EstimatorHealthTests
{
    [Fact]
    public void Call_EstimatedWithoutTheVocabulary_ShowsInHealth()
    {
        var health = new SystemHealth(new FakeTimeProvider(Some.Noon));
        var finisher = new CallFinisher(new FlatPrice(), new TokenEstimator(() => throw new FileNotFoundException("no o200k_base")), health);
        var answer = new AnswerReading { ContentSeen = true };
        answer.Output.Append("hello world"u8);

        var end = new CallEnd { Status = 200, Latency = TimeSpan.FromSeconds(1), ClientGone = false };

        var (tokens, _) = finisher.Finish(new("openai", "chat", "gpt-4o", "gpt-4o", new(), answer, end));

        Assert.Equal((3, TokenSource.Estimated), (tokens.Output, tokens.Source));
        var part = Assert.Single(health.Parts);
        Assert.Equal((HealthParts.TokenEstimates, HealthState.Degraded), (part.Name, part.State));
        Assert.Contains("no o200k_base", part.Words, StringComparison.Ordinal);
    }
}
