using Gateway.Alerting.Delivery.Gates;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Delivery.Gates;

public class TokenBucketTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(6000)]
    public void Take_AsFastAsItLets_StaysWithinTheLimitInEveryMinute(int limit)
    {
        var bucket = new TokenBucket(limit);
        var (now, sent) = (Some.Noon, new List<DateTimeOffset>());
        while (sent.Count <= limit * 3)
        {
            var next = bucket.NextAt(now);
            now = next > now ? next : now;
            bucket.Take(now);
            sent.Add(now);
        }

        for (var first = 0; first + limit < sent.Count; first++)
        {
            Assert.True(sent[first + limit] - sent[first] >= TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1), $"{limit + 1} messages within a minute, from number {first}");
        }
    }

    [Fact]
    public void Take_AFewAtOnce_PassWithoutWaiting()
    {
        var bucket = new TokenBucket(60);
        for (var message = 0; message < 5; message++)
        {
            Assert.True(bucket.NextAt(Some.Noon) <= Some.Noon);
            bucket.Take(Some.Noon);
        }

        Assert.True(bucket.NextAt(Some.Noon) > Some.Noon);
    }
}
