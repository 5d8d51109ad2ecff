using Gateway.Alerting.Windows;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Windows;

public class CalendarWindowTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Today_BeginsAtMidnightOfTheZone()
    {
        var window = new CalendarWindow(Berlin);
        // Berlin is UTC+1 in early March: its 3 March begins at 23:00 UTC.
        window.Add(new(2026, 3, 2, 22, 59, 0, TimeSpan.Zero), 5);
        window.Add(new(2026, 3, 2, 23, 1, 0, TimeSpan.Zero), 7);

        Assert.Equal(7, window.Today);
    }

    [Fact]
    public void YesterdaySoFar_CountsOnlyUpToTheSameTimeOfDay()
    {
        var window = new CalendarWindow(TimeZoneInfo.Utc);
        window.Add(Some.Noon.AddDays(-1).AddHours(-2), 10);
        window.Add(Some.Noon.AddDays(-1).AddHours(2), 100);
        window.Add(Some.Noon, 3);

        Assert.Equal((3, 10, true), (window.Today, window.YesterdaySoFar, window.HasBaseline));

        window.AdvanceTo(Some.Noon.AddHours(3));
        Assert.Equal((3, 110), (window.Today, window.YesterdaySoFar));
    }

    [Fact]
    public void HasBaseline_WithoutCallsYesterday_IsFalse()
    {
        var window = new CalendarWindow(TimeZoneInfo.Utc);
        window.Add(Some.Noon, 3);
        // After the same time yesterday: not yet comparable.
        window.Add(Some.Noon.AddDays(-1).AddHours(1), 3);

        Assert.False(window.HasBaseline);
    }

    [Fact]
    public void Add_OutOfOrder_LandsOnItsDay()
    {
        var window = new CalendarWindow(TimeZoneInfo.Utc);
        window.AdvanceTo(Some.Noon);
        window.Add(Some.Noon.AddDays(-1), 4);
        window.Add(Some.Noon.AddDays(-2), 1000);
        window.Add(Some.Noon.AddHours(-1), 2);

        Assert.Equal((2, 4), (window.Today, window.YesterdaySoFar));
    }

    [Theory]
    [InlineData("2026-03-29T21:59:00Z", "2026-03-28T23:00:00Z", "the spring day has 23 hours")]
    [InlineData("2026-10-25T22:59:00Z", "2026-10-24T22:00:00Z", "the autumn day has 25 hours")]
    public void CalendarDays_OverClockChanges_FollowTheZone(string now, string todayStart, string because)
    {
        var days = CalendarDays.At(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), Berlin);

        Assert.True(days.TodayStart == DateTimeOffset.Parse(todayStart, System.Globalization.CultureInfo.InvariantCulture), because);
        Assert.Equal(TimeSpan.FromHours(24), days.TodayStart - days.YesterdayStart);
    }

    [Fact]
    public void CalendarDays_SameTimeInTheSpringGap_IsTheFirstInstantAfterIt()
    {
        // 30 March 02:30 in Berlin; on the 29th the clocks went from 02:00 to 03:00.
        var days = CalendarDays.At(new(2026, 3, 30, 0, 30, 0, TimeSpan.Zero), Berlin);

        Assert.Equal(new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), days.SameTimeYesterday);
    }

    [Fact]
    public void MonthWindow_BeginsWithTheFirstOfTheZonesMonth()
    {
        var window = new MonthWindow(Berlin);
        // Berlin's April begins at 22:00 UTC, an hour earlier than its March did.
        window.Add(new(2026, 3, 31, 21, 59, 0, TimeSpan.Zero), 5);
        Assert.Equal(5, window.ThisMonth);

        window.Add(new(2026, 3, 31, 22, 0, 0, TimeSpan.Zero), 7);
        window.Add(new(2026, 3, 31, 21, 59, 59, TimeSpan.Zero), 100);
        Assert.Equal(7, window.ThisMonth);

        window.AdvanceTo(new(2026, 4, 30, 21, 59, 59, TimeSpan.Zero));
        Assert.Equal(7, window.ThisMonth);
        window.AdvanceTo(new(2026, 4, 30, 22, 0, 0, TimeSpan.Zero));
        Assert.Equal(0, window.ThisMonth);
    }
}
