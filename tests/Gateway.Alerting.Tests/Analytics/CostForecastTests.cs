using Gateway.Alerting.Analytics;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Storage;
using Gateway.Alerting.Time;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Analytics;

public sealed class CostForecastTests
{
    /// <summary>14 March, noon: days of a dollar in the morning and two in the evening come before.</summary>
    [Theory]
    [InlineData(10, 1, 3, 31, 84, 7)]
    [InlineData(2, 1, 3, 7, 60, 2)]
    [InlineData(0, 1, 2, 1, 36, 0)]
    public async Task Outlook_AtNoon_GoesByTheSameHoursOfTheDaysBefore(int days, decimal today, decimal atEnd, decimal month, decimal monthAtEnd, int basis)
    {
        await using var test = new TestDatabase();
        var midnight = SomeCalls.Noon.AddHours(-12);
        var calls = Enumerable.Range(1, days).SelectMany(day => new[] { (midnight.AddDays(-day).AddHours(9), 1m), (midnight.AddDays(-day).AddHours(20), 2m) }).Append((midnight.AddHours(9), 1m));
        await test.Store.AppendAsync([.. calls.Select((call, index) => SomeCalls.Plain($"{index}") with { StartedAt = call.Item1, Cost = new(NanoUsd.FromDollars(call.Item2), PriceStatus.Priced) })], TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider(SomeCalls.Noon);
        var forecast = await new CostOutlook(new SqliteCallAnalytics(test.Database), new LocalDays(time, TimeZoneInfo.Utc), time).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new CostForecast(today, atEnd, month, monthAtEnd, basis), forecast);
    }
}
