using Gateway.Alerting.Analytics;

namespace Gateway.Alerting.Tests.Analytics;

public sealed class CallIntervalTests
{
    [Theory]
    // The clock goes forward on 29 March and back on 25 October.
    [InlineData("Europe/Berlin", "2026-03-28T23:00Z", "2026-03-30T22:00Z", "2026-03-28T23:00Z 2026-03-29T22:00Z 2026-03-30T22:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T22:00Z", "2026-10-26T23:00Z", "2026-10-24T22:00Z 2026-10-25T23:00Z 2026-10-26T23:00Z")]
    // Beirut skips midnight itself.
    [InlineData("Asia/Beirut", "2026-03-27T22:00Z", "2026-03-29T21:00Z", "2026-03-27T22:00Z 2026-03-28T22:00Z 2026-03-29T21:00Z")]
    [InlineData("UTC", "2026-03-28T10:30Z", "2026-03-29T00:30Z", "2026-03-28T10:30Z 2026-03-29T00:00Z 2026-03-29T00:30Z")]
    public void Days_OverAChangeOfTheClock_BeginAtMidnight(string zone, string from, string to, string expected) =>
        Assert.Equal(expected, Bounds(CallInterval.Day, zone, from, to));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T03:00Z", "2026-03-29T00:00Z 2026-03-29T01:00Z 2026-03-29T02:00Z 2026-03-29T03:00Z")]
    [InlineData("Asia/Kolkata", "2026-03-29T00:00Z", "2026-03-29T02:00Z", "2026-03-29T00:00Z 2026-03-29T00:30Z 2026-03-29T01:30Z 2026-03-29T02:00Z")]
    public void Hours_AreThoseOfTheWallClock(string zone, string from, string to, string expected) =>
        Assert.Equal(expected, Bounds(CallInterval.Hour, zone, from, to));

    [Fact]
    public void Weeks_BeginOnMondays() =>
        Assert.Equal("2026-03-18T00:00Z 2026-03-23T00:00Z 2026-03-30T00:00Z 2026-03-31T00:00Z", Bounds(CallInterval.Week, "UTC", "2026-03-18T00:00Z", "2026-03-31T00:00Z"));

    [Theory]
    [InlineData("2026-03-30T00:00+02:00", "2026-03-30T10:00+02:00", "2026-03-29T00:00+01:00", "2026-03-29T10:00+02:00")]
    [InlineData("2026-03-24T00:00+01:00", "2026-03-30T10:00+02:00", "2026-03-17T00:00+01:00", "2026-03-23T10:00+01:00")]
    [InlineData("2026-03-24T10:30+01:00", "2026-03-24T11:00+01:00", "2026-03-24T10:00+01:00", "2026-03-24T10:30+01:00")]
    public void Before_OfDaysThatBeginAtMidnight_IsMovedByWholeDays(string from, string to, string expectedFrom, string expectedTo)
    {
        var before = new AnalyticsScope(At(from), At(to), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), new Dictionary<CallDimension, string>()).Before;
        Assert.Equal((At(expectedFrom), At(expectedTo)), (before.From, before.To));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();

    private static string Bounds(CallInterval interval, string zone, string from, string to) =>
        string.Join(' ', interval.Bounds(At(from), At(to), TimeZoneInfo.FindSystemTimeZoneById(zone)).Select(at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture)));
}
