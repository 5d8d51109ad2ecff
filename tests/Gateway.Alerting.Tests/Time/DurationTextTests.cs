using CsCheck;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Tests.Time;

public sealed class DurationTextTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("30s", "00:00:30")]
    [InlineData("5m", "00:05:00")]
    [InlineData("1h", "01:00:00")]
    [InlineData("30d", "30.00:00:00")]
    [InlineData("2w", "14.00:00:00")]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData(" 90S ", "00:01:30")]
    [InlineData("30", "00:30:00")]
    [InlineData("0", "00:00:00")]
    [InlineData("0.5", "00:00:30")]
    [InlineData("00:00:01", "00:00:01")]
    [InlineData("1.02:00:00", "1.02:00:00")]
    [InlineData("12:30", "12:30:00")]
    public void Parse_OfWhatPeopleWrite_IsUnderstood(string text, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), DurationText.Parse(text, Minute));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("-5m")]
    [InlineData("-5")]
    [InlineData("-00:05:00")]
    [InlineData("5 m")]
    [InlineData("5m1h")]
    [InlineData("5m5m")]
    [InlineData("m")]
    [InlineData("1h30")]
    [InlineData("1..5h")]
    [InlineData("5y")]
    [InlineData("99999999999d")]
    [InlineData("10000000d10000000h99999999999999m")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    public void Parse_OfAnythingElse_SaysWhatIsAllowed(string? text)
    {
        Assert.False(DurationText.TryParse(text, Minute, out var value, out var error));
        Assert.Equal(TimeSpan.Zero, value);
        Assert.Contains("\"30s\", \"5m\"", error, StringComparison.Ordinal);
        Assert.Contains("or a number of minutes", error, StringComparison.Ordinal);
        Assert.Contains($"was \"{text}\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfABareNumberWhereNoneIsAllowed_IsRefused()
    {
        Assert.False(DurationText.TryParse("30", TimeSpan.Zero, out _, out var error));
        Assert.DoesNotContain("a number of", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:05:00", "5m")]
    [InlineData("30.00:00:00", "30d")]
    [InlineData("01:30:00", "1h30m")]
    [InlineData("00:00:00.25", "250ms")]
    public void Format_OfALength_IsShort(string value, string expected) =>
        Assert.Equal(expected, DurationText.Format(TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Format_OfAnyWholeMilliseconds_ParsesBack() =>
        Gen.Long[0, 100_000_000_000_000].Sample(ms => DurationText.Parse(DurationText.Format(TimeSpan.FromMilliseconds(ms)), TimeSpan.Zero) == TimeSpan.FromMilliseconds(ms));
}
