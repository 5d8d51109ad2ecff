using Gateway.Alerting.Delivery;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Routing;

public sealed class RouteTests
{
    private const string Table = """
        {
          // The night shift first.
          "routes": [
            { "match": { "priority": ["critical", "high"], "time": { "start": "18:00", "end": "08:00", "time_zone": "Europe/Berlin" } }, "channels": ["pagerduty"], "continue": true },
            { "match": { "labels": { "team": "sea*" } }, "channels": ["slack_webhook", "in_app"] },
            { "match": { "group": { "model": "gpt-*" } }, "channels": ["email"] },
          ],
          "default": ["slack"],
        }
        """;

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, string> Search = new Dictionary<string, string> { ["team"] = "search" };
    private static readonly IReadOnlyDictionary<string, string> Gpt = new Dictionary<string, string> { ["model"] = "gpt-5.4" };

    public static TheoryData<AlertPriority, bool, bool, int, string, string> Choices => new()
    {
        { AlertPriority.Low, false, false, 12, "", "slack" },
        { AlertPriority.Critical, false, false, 12, "", "slack" },
        { AlertPriority.Critical, false, false, 20, "0", "pagerduty" },
        { AlertPriority.Low, false, false, 20, "", "slack" },
        { AlertPriority.High, true, true, 20, "0 1", "pagerduty slack in_app" },
        { AlertPriority.Low, true, true, 12, "1", "slack in_app" },
        { AlertPriority.Low, false, true, 12, "2", "email" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Choose_InOrder_TakesTheFirstAndThoseThatContinue(AlertPriority priority, bool isSearch, bool isGpt, int hour, string matched, string channels)
    {
        var choice = Read(Table).Choose(new("spend", priority, isSearch ? Search : None, isGpt ? Gpt : None), Some.Noon.AddHours(hour - 12));

        Assert.Equal((matched, channels), (string.Join(' ', choice.Matched), string.Join(' ', choice.Channels)));
    }

    [Fact]
    public void Choose_WithoutRoutes_IsHeardInTheAdmin() =>
        Assert.Equal([ChannelIds.InApp], RouteTable.Empty.Choose(new("spend", AlertPriority.Low, None, None), Some.Noon).Channels);

    [Theory]
    [InlineData(AlertPriority.Low, false, "priority is low")]
    [InlineData(AlertPriority.Critical, false, "there is no label team")]
    [InlineData(AlertPriority.Critical, true, "label team is search")]
    public void WhyNot_SaysTheFirstThingThatDiffers(AlertPriority priority, bool isSearch, string expected) => Assert.Equal(
        expected,
        Read("""[ { "match": { "priority": "critical", "labels": { "team": "ops" } }, "channels": [] } ]""").Routes[0].Match
            .WhyNot(new("spend", priority, isSearch ? Search : None, None), Some.Noon));

    [Fact]
    public void Write_ATable_IsReadAsTheSame() => Assert.Equal(RouteDocument.Write(Read(Table)), RouteDocument.Write(Read(RouteDocument.Write(Read(Table)))));

    [Theory]
    [InlineData("""{ "routes": [ { "channels": ["pigeon"] } ] }""", "routes[0].channels", "unknown channel 'pigeon'")]
    [InlineData("""{ "routes": [ { "match": {} } ] }""", "routes[0]", "needs 'channels'")]
    [InlineData("""{ "routes": [ { "channels": "slack" } ] }""", "routes[0].channels", "must be an array")]
    [InlineData("""{ "routes": [ { "match": { "priority": "urgent" }, "channels": [] } ] }""", "routes[0].match.priority", "must be one of critical, high, medium, low")]
    [InlineData("""{ "routes": [ { "match": { "group": { "modle": "x" } }, "channels": [] } ] }""", "routes[0].match.group.modle", "did you mean 'model'?")]
    [InlineData("""{ "routes": [ { "match": { "time": { "start": "9" } }, "channels": [] } ] }""", "routes[0].match.time.start", "must be a time of day")]
    [InlineData("""{ "routes": [ { "match": [], "channels": [] } ] }""", "routes[0].match", "must be an object of")]
    [InlineData("""{ "routes": [ { "match": { "rule": "x" }, "channels": [] } ] }""", "routes[0].match.rule", "unknown field 'rule'")]
    [InlineData("""{ "routes": {} }""", "routes", "must be an array")]
    [InlineData("""{ "routes": [ 5 ] }""", "routes[0]", "a route must be an object")]
    [InlineData("""{ "default": ["pigeon"] }""", "default", "unknown channel 'pigeon'")]
    [InlineData("5", "", "must be an object with 'routes'")]
    [InlineData("{", "", "is not valid JSON")]
    public void Read_WhatAreNoRoutes_SaysWhatAndWhere(string json, string path, string expected)
    {
        var (_, mistakes) = RouteReader.Read(json, "routes.json", ChannelIds.BuiltIn);

        Assert.Contains(mistakes, mistake => mistake.Path == path && mistake.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Book_FileMadeBrokenMendedAndRemoved_KeepsTheLastGoodAndSaysWhere()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-routes-");
        var path = Path.Combine(folder.FullName, "routes.json");
        var time = new FakeTimeProvider(Some.Noon);
        var health = new SystemHealth(time);
        using var book = SomeRouting.Book(path, new ChannelDirectory([]), time, health);
        Assert.False(book.IsFromFile);

        Write("[ { \"channels\": [\"email\"] } ]");
        Assert.Equal("email healthy 1 routes of config/routes.json are in force", State());
        Write("[\n  { \"channels\": [\"mail\"] },\n  { \"channels\": [\"slack\"] } ]");
        Assert.Equal("email degraded config/routes.json:2:17: [0].channels: unknown channel 'mail'; did you mean 'email'?; 1 routes of config/routes.json are in force", State());
        Write("[ { \"channels\": [\"slack\"] }, { \"channels\": [] } ]");
        Assert.Equal("slack healthy 2 routes of config/routes.json are in force", State());
        File.Delete(path);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(book.IsFromFile);
        Assert.Equal("in_app healthy there is no config/routes.json any more: the routes made in the API are in force", State());
        folder.Delete(recursive: true);

        void Write(string json)
        {
            File.WriteAllText(path, json);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        string State()
        {
            var part = health.Parts.Single(part => part.Name == HealthParts.Routes);
            var channels = book.InForce(null).Choose(new("r", AlertPriority.Low, None, None), Some.Noon).Channels;
            return $"{string.Join(' ', channels)} {EnumWords.Of(part.State)} {part.Words}";
        }
    }

    [Fact]
    public void Book_FileBrokenAtTheStart_TakesTheRoutesThatAreRight()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-routes-");
        var path = Path.Combine(folder.FullName, "routes.json");
        File.WriteAllText(path, """[ { "channels": ["mail"] }, { "channels": ["slack"] } ]""");

        using var book = SomeRouting.Book(path, new ChannelDirectory([]), new FakeTimeProvider(Some.Noon));

        Assert.True(book.IsFromFile);
        Assert.Equal(["slack"], Assert.Single(book.InForce(null).Routes).Channels);
        folder.Delete(recursive: true);
    }

    private static RouteTable Read(string json)
    {
        var (table, mistakes) = RouteReader.Read(json, null, ChannelIds.BuiltIn);
        Assert.Empty(mistakes);
        return table!;
    }
}
