using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Suppression;

public sealed class SilenceTests
{
    private static readonly AlertSubject Alert = new(
        "spend", AlertPriority.High, new Dictionary<string, string> { ["team"] = "search" }, new Dictionary<string, string> { ["model"] = "gpt-5.4-mini" });

    [Theory]
    [InlineData("rule_id", "spend", true)]
    [InlineData("rule_id", "sp*", true)]
    [InlineData("rule_id", "SPEND", true)]
    [InlineData("rule_id", "errors", false)]
    [InlineData("priority", "high", true)]
    [InlineData("priority", "low", false)]
    [InlineData("label:team", "sea?ch", true)]
    [InlineData("label:other", "*", false)]
    [InlineData("model", "gpt-*", true)]
    [InlineData("user", "*", false)]
    public void Matcher_OneField_MatchesByGlob(string field, string glob, bool expected) =>
        Assert.Equal(expected, new AlertMatcher(new Dictionary<string, string> { [field] = glob }).Matches(Alert));

    [Fact]
    public void Matcher_SeveralFields_NeedsAllOfThem() =>
        Assert.False(new AlertMatcher(new Dictionary<string, string> { ["rule_id"] = "spend", ["model"] = "claude-*" }).Matches(Alert));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "silenced by ann until 14:00 UTC: a fair")]
    [InlineData(119, "silenced by ann until 14:00 UTC: a fair")]
    [InlineData(120, null)]
    public void At_FromStartToEnd_SaysWhoAndUntilWhen(int minutes, string? expected) =>
        Assert.Equal(expected, Ann().At(Some.Noon.AddMinutes(minutes))?.Reason);

    [Fact]
    public void At_DaysBeforeTheEnd_NamesTheDay() => Assert.Equal(
        "silenced by ann until 2026-03-05 12:00 UTC", (Ann() with { EndsAt = Some.Noon.AddDays(3), Comment = null }).At(Some.Noon)?.Reason);

    [Fact]
    public void At_Ended_IsNoMore() => Assert.Null((Ann() with { EndedAt = Some.Noon }).At(Some.Noon.AddMinutes(1)));

    [Fact]
    public void At_Recurring_IsQuietOnlyWithinItsWindow()
    {
        var nightly = Ann() with { EndsAt = null, Recurring = WeeklyWindowTests.Window("22:00", "07:00", "Europe/Berlin"), Comment = null };

        Assert.Null(nightly.At(Some.Noon));
        var night = nightly.At(Some.Noon.AddHours(10));
        Assert.Equal(("silenced by ann until 07:00 Europe/Berlin", Some.Noon.AddHours(18)), (night!.Reason, night.Until));
        Assert.Equal(Some.Noon.AddHours(11), (nightly with { EndsAt = Some.Noon.AddHours(11) }).At(Some.Noon.AddHours(10))!.Until);
    }

    [Theory]
    [InlineData("""{ "ends_at": "2026-03-02T14:00:00Z" }""", "", "'matchers' must name 1 to 20 fields")]
    [InlineData("""{ "matchers": {}, "ends_at": "2026-03-02T14:00:00Z" }""", "matchers", "'matchers' must name 1 to 20 fields")]
    [InlineData("""{ "matchers": { "modle": "x" }, "ends_at": "2026-03-02T14:00:00Z" }""", "matchers.modle", "did you mean 'model'?")]
    [InlineData("""{ "matchers": { "label:": "x" }, "ends_at": "2026-03-02T14:00:00Z" }""", "matchers.label:", "unknown field")]
    [InlineData("""{ "matchers": { "model": "" }, "ends_at": "2026-03-02T14:00:00Z" }""", "matchers.model", "must be a text of 1 to 200 characters")]
    [InlineData("""{ "matchers": { "priority": "urgent" }, "ends_at": "2026-03-02T14:00:00Z" }""", "matchers.priority", "matches no priority")]
    [InlineData("""{ "matchers": { "rule_id": "*" } }""", "", "'ends_at' is required")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": "2026-03-02T12:00:00Z" }""", "ends_at", "must be in the future")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": "2026-04-01T12:00:01Z" }""", "ends_at", "must be at most 30 days")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": "soon" }""", "ends_at", "must be an RFC 3339 time")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": 5 }""", "ends_at", "must be an RFC 3339 time")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "starts_at": "2028-01-01", "ends_at": "2028-01-02" }""", "starts_at", "must be within a year")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "recurring": { "start": "22:00", "end": "07:00", "time_zone": "Berlin" } }""", "recurring.time_zone", "must be an IANA time zone")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "recurring": { "start": "22:00", "time_zone": "UTC", "day": ["mon"] } }""", "recurring.day", "did you mean 'days'?")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "recurring": { "start": "00:00", "end": "24:00", "time_zone": "UTC" } }""", "recurring.end", "this is all the time, and would never end")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "recurring": { "start": "07:00", "end": "07:00", "time_zone": "UTC" } }""", "recurring.end", "must be another time than the start, or the days must be named")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "recurring": "nightly" }""", "recurring", "must be an object")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": "2026-03-02T14:00:00Z", "created_by": "root" }""", "created_by", "unknown field")]
    [InlineData("""{ "matchers": "all", "ends_at": "2026-03-02T14:00:00Z" }""", "matchers", "must be an object of texts")]
    [InlineData("[]", "", "must be an object")]
    [InlineData("{", "", "is not valid JSON")]
    [InlineData("""{ "matchers": { "model": "\ud800" }, "ends_at": "2026-03-02T14:00:00Z" }""", "matchers.model", "no Unicode")]
    public void Read_WhatIsNoSilence_SaysWhatAndWhere(string json, string path, string expected)
    {
        var (draft, mistakes) = SilenceReader.Read(json, Some.Noon);

        Assert.Null(draft);
        Assert.Contains(mistakes, mistake => mistake.Path == path && mistake.Message.Contains(expected, StringComparison.Ordinal));
    }

    private static Silence Ann() => new()
    {
        Id = "s1",
        Matcher = new(new Dictionary<string, string> { ["rule_id"] = "spend" }),
        StartsAt = Some.Noon,
        EndsAt = Some.Noon.AddHours(2),
        Comment = "a fair",
        CreatedBy = "ann",
        CreatedAt = Some.Noon,
    };
}
