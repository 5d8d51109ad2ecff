using System.Globalization;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Tests.Suppression;

/// <summary>When windows are on, over the days on which clocks change.</summary>
public sealed class WeeklyWindowTests
{
    private const string Berlin = "Europe/Berlin";

    [Theory]
    // An ordinary night, over midnight: start included, end excluded.
    [InlineData("22:00", "07:00", Berlin, "2026-01-12T20:59:59Z", null)]
    [InlineData("22:00", "07:00", Berlin, "2026-01-12T21:00:00Z", "2026-01-13T06:00:00Z")]
    [InlineData("22:00", "07:00", Berlin, "2026-01-13T05:59:59Z", "2026-01-13T06:00:00Z")]
    [InlineData("22:00", "07:00", Berlin, "2026-01-13T06:00:00Z", null)]
    [InlineData("09:00", "17:00", "Asia/Kolkata", "2026-06-01T03:30:00Z", "2026-06-01T11:30:00Z")]
    // The nights in which clocks change are an hour shorter or longer; the window still ends by the clock.
    [InlineData("22:00", "07:00", Berlin, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("22:00", "07:00", Berlin, "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")]
    [InlineData("22:00", "07:00", "America/New_York", "2026-03-08T04:00:00Z", "2026-03-08T11:00:00Z")]
    [InlineData("22:00", "07:00", "America/New_York", "2026-11-01T03:00:00Z", "2026-11-01T12:00:00Z")]
    // The spring gap (02:00 to 03:00): an end in it is the end of the gap, a start in it too, a window in it is none.
    [InlineData("01:00", "02:30", Berlin, "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z")]
    [InlineData("01:00", "02:30", Berlin, "2026-03-29T01:00:00Z", null)]
    [InlineData("02:30", "04:00", Berlin, "2026-03-29T00:59:59Z", null)]
    [InlineData("02:30", "04:00", Berlin, "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")]
    [InlineData("02:15", "02:45", Berlin, "2026-03-29T01:00:00Z", null)]
    // The autumn overlap (02:00 to 03:00 twice): from the first to the second, without a hole.
    [InlineData("02:15", "02:45", Berlin, "2026-10-25T00:14:59Z", null)]
    [InlineData("02:15", "02:45", Berlin, "2026-10-25T00:15:00Z", "2026-10-25T01:45:00Z")]
    [InlineData("02:15", "02:45", Berlin, "2026-10-25T00:50:00Z", "2026-10-25T01:45:00Z")]
    [InlineData("02:15", "02:45", Berlin, "2026-10-25T01:45:00Z", null)]
    // Half an hour, and a gap at midnight.
    [InlineData("01:00", "01:45", "Australia/Lord_Howe", "2026-04-04T14:30:00Z", "2026-04-04T15:15:00Z")]
    [InlineData("23:00", "00:30", "Asia/Beirut", "2026-03-28T21:30:00Z", "2026-03-28T22:00:00Z")]
    public void EndOf_ByTheClockOnTheWall_IsRightOverEveryChange(string start, string end, string zone, string now, string? expected) =>
        Assert.Equal(Instant(expected), Window(start, end, zone).EndOf(Instant(now)!.Value));

    [Theory]
    [InlineData("2026-03-06T23:59:59Z", null)]
    [InlineData("2026-03-07T00:00:00Z", "2026-03-09T00:00:00Z")]
    [InlineData("2026-03-08T23:59:59Z", "2026-03-09T00:00:00Z")]
    [InlineData("2026-03-09T00:00:00Z", null)]
    public void EndOf_DaysThatTouch_AreOneWindow(string now, string? expected) =>
        Assert.Equal(Instant(expected), Window("00:00", "24:00", "UTC", "sat", "sun").EndOf(Instant(now)!.Value));

    [Theory]
    [InlineData("2026-03-07T03:00:00Z", "2026-03-07T07:00:00Z")]
    [InlineData("2026-03-06T03:00:00Z", null)]
    [InlineData("2026-03-07T23:00:00Z", null)]
    public void EndOf_OverMidnight_BelongsToTheDayItBeginsOn(string now, string? expected) =>
        Assert.Equal(Instant(expected), Window("22:00", "07:00", "UTC", "fri").EndOf(Instant(now)!.Value));

    [Fact]
    public void EndOf_AWindowWithoutEnd_IsLookedAtAgainAfterDays() =>
        Assert.Equal(Instant("2026-03-10T00:00:00Z"), Window("00:00", "00:00", "UTC").EndOf(Instant("2026-03-02T12:00:00Z")!.Value));

    [Theory]
    [InlineData(Berlin)]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Africa/Casablanca")]
    public void EndOf_AwayFromChanges_AgreesWithTheWallClockAllYear(string zone)
    {
        var window = Window("21:30", "06:15", zone);
        var near = TimeSpan.FromHours(12);
        for (var now = Instant("2026-01-01T00:00:00Z")!.Value; now.Year == 2026; now = now.AddMinutes(37))
        {
            if (window.Zone.GetUtcOffset(now - near) != window.Zone.GetUtcOffset(now + near))
            {
                continue;
            }

            var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, window.Zone).DateTime);
            var end = window.EndOf(now);
            Assert.Equal(local >= window.Start || local < window.End, end is not null);
            Assert.True(end is null || (end > now && TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(end.Value, window.Zone).DateTime) == window.End), $"{now:O} → {end:O}");
        }
    }

    [Theory]
    [InlineData("25:00", "07:00", "UTC", null, "start")]
    [InlineData("22:00", "7", "UTC", null, "end")]
    [InlineData("22:00", null, "UTC", null, "end")]
    [InlineData("22:00", "07:00", "Mars/Olympus", null, "time_zone")]
    [InlineData("22:00", "07:00", null, null, "time_zone")]
    [InlineData("22:00", "07:00", "../../../etc/passwd", null, "time_zone")]
    [InlineData("22:00", "07:00", "Europe", null, "time_zone")]
    [InlineData("22:00", "07:00", "W. Europe Standard Time", null, "time_zone")]
    [InlineData("22:00", "07:00", "UTC", "monday", "days")]
    [InlineData("22:00", "07:00", "UTC", "", "days")]
    public void Read_WhatIsNoWindow_NamesTheField(string start, string? end, string? zone, string? day, string field)
    {
        var fields = new List<string>();

        Assert.Null(new WindowText(start, end, zone, day is null ? null : day.Length == 0 ? [] : [day]).Read((wrong, _) => fields.Add(wrong)));
        Assert.Equal([field], fields);
    }

    [Fact]
    public void Of_AWindow_CanBeReadAgain()
    {
        var window = Window("22:00", "07:30", Berlin, "sun", "mon");

        var text = WindowText.Of(window);

        Assert.Equal(["mon", "sun"], text.Days!);
        Assert.Equal(("22:00", "07:30", Berlin), (text.Start, text.End, text.TimeZone));
        Assert.Null(WindowText.Of(Window("22:00", "07:00", Berlin)).Days);
    }

    internal static WeeklyWindow Window(string start, string end, string zone, params string[] days) =>
        new WindowText(start, end, zone, days.Length == 0 ? null : days).Read((field, message) => Assert.Fail($"{field} {message}"))!;

    internal static DateTimeOffset? Instant(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
