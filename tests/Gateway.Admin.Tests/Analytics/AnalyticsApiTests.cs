using System.Net;
using System.Text.Json.Nodes;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Analytics;

namespace Gateway.Admin.Tests.Analytics;

public sealed class AnalyticsApiTests
{
    private const string Day = "from=2030-03-16T00:00:00Z&to=2030-03-17T00:00:00Z";

    [Theory]
    [InlineData("timeseries?metric=made_up", "metric: must be one of total_requests, total_cost,")]
    [InlineData("timeseries?group_by=session", "group_by: must be one of provider, model, api_key, user, team, tag, route, was \"session\"")]
    [InlineData("timeseries?from=2030-03-10&to=2030-03-13&interval=minute", "interval: minute is for ranges of at most 2 days; ask for a shorter range or a longer interval")]
    [InlineData("timeseries?from=2030-01-01&to=2030-03-13&interval=hour", "interval: hour is for ranges of at most 31 days;")]
    [InlineData("timeseries?interval=month", "interval: must be one of minute, hour, day, week, was \"month\"")]
    [InlineData("timeseries?from=2030-03-13&to=2030-03-13", "to: must be later than from")]
    [InlineData("timeseries?from=2020-03-13", "from: must be at most 1830 days before to")]
    [InlineData("timeseries?metric=p95_latency&group_by=user", "metric: p95_latency is kept by provider and model only, not for other groups and filters; allowed there: total_requests,")]
    [InlineData("timeseries?group_by=tag&model=gpt*", "group_by: tag cannot be combined with other filters")]
    [InlineData("aggregate?tag=env:prod&user=ann", "tag: cannot be combined with other filters or groups")]
    [InlineData("timeseries?group_by=tag&interval=minute&from=2030-03-17", "interval: must be hour, day or week by tag")]
    [InlineData("aggregate?time_zone=Mars/Base", "time_zone: must be an IANA time zone such as Europe/Berlin, was \"Mars/Base\"")]
    [InlineData("aggregate?metric=errors", "metric: is not known; allowed: from, to, time_zone, provider, model, api_key, user, team, tag, route")]
    [InlineData("model-comparison?limit=0", "limit: must be a whole number from 1 to 500, was \"0\"")]
    [InlineData("provider-comparison?tag=a", "tag: cannot be combined with a comparison")]
    [InlineData("export?format=xlsx", "format: must be one of csv, json, was \"xlsx\"")]
    [InlineData("hourly-breakdown?metric=p50_ttft&team=search", "metric: p50_ttft is kept by provider and model only")]
    public async Task Question_ThatCannotBeAnswered_NamesTheParameterAndWhatIsAllowed(string path, string expected)
    {
        await using var api = await Api.StartAsync("/api/analytics/");
        var answer = await api.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeSeries_OfASplitMetric_HasAValueForEachBucketAndAddsUp()
    {
        await using var api = await FilledAsync();
        var series = (await api.GetAsync($"timeseries?{Day}&metric=total_requests&group_by=model&interval=hour&limit=2&time_zone=Asia/Kolkata")).Json;
        Assert.Equal(("calls", "hour", "Asia/Kolkata", "model"), ((string)series["unit"]!, (string)series["interval"]!, (string)series["time_zone"]!, (string)series["group_by"]!));
        var times = series["times"]!.AsArray();
        // Half an hour at both ends: the hours of India begin in the middle of ours.
        Assert.Equal((25, "2030-03-16T00:00:00.000Z", "2030-03-16T00:30:00.000Z"), (times.Count, (string)times[0]!, (string)times[1]!));
        var lines = series["series"]!.AsArray();
        Assert.Equal(3, lines.Count);
        Assert.Equal("other", (string)lines[2]!["name"]!);
        Assert.All(lines, line => Assert.Equal(25, line!["values"]!.AsArray().Count));
        var whole = (await api.GetAsync($"aggregate?{Day}")).Json["metrics"]!["total_requests"]!;
        Assert.Equal((double)whole["value"]!, lines.Sum(line => line!["values"]!.AsArray().Sum(value => (double)value!)));
        Assert.True((double)whole["value"]! > 50);
        Assert.Equal(0, (double)whole["change_percent"]!);
    }

    [Fact]
    public async Task TimeSeries_OfPlainDates_HasThatZonesDays()
    {
        await using var api = await FilledAsync();

        var series = (await api.GetAsync("timeseries?metric=total_requests&interval=day&from=2030-03-15&to=2030-03-17&time_zone=Asia/Kolkata")).Json;

        Assert.Equal(["2030-03-14T18:30:00.000Z", "2030-03-15T18:30:00.000Z"], series["times"]!.AsArray().Select(time => (string)time!));
    }

    [Fact]
    public async Task Comparison_OfModels_HasEveryMetricWithItsChange()
    {
        await using var api = await FilledAsync();
        var answer = (await api.GetAsync($"model-comparison?{Day}&limit=3")).Json;
        Assert.Equal(("2030-03-15T00:00:00.000Z", 3, 7), ((string)answer["range"]!["previous_from"]!, answer["rows"]!.AsArray().Count, (int)answer["total"]!));
        var first = answer["rows"]![0]!;
        Assert.Equal("claude-opus-4-6", (string)first["name"]!);
        Assert.Equal(AnalyticsMetric.All.Select(metric => metric.Name), first["metrics"]!.AsObject().Select(metric => metric.Key));
        Assert.InRange((double)first["metrics"]!["p95_latency"]!["value"]!, 24_310 * 0.984, 24_310 * 1.016);
        Assert.Equal(100, (double)first["metrics"]!["error_rate"]!["value"]!);
    }

    [Fact]
    public async Task Hours_OfADay_AreThoseOfTheZone()
    {
        await using var api = await FilledAsync();
        var utc = Values((await api.GetAsync($"hourly-breakdown?{Day}")).Json);
        var tokyo = Values((await api.GetAsync($"hourly-breakdown?{Day}&time_zone=Asia/Tokyo")).Json);
        Assert.Equal(24, utc.Count);
        Assert.True(utc[12] > utc[3]);
        Assert.Equal(utc[12], tokyo[21]);

        static List<double> Values(JsonNode answer) => [.. answer["hours"]!.AsArray().Select(hour => (double)hour!["value"]!)];
    }

    [Fact]
    public async Task Export_AsCsvAndJson_HasTheSameRows()
    {
        await using var api = await FilledAsync();
        var csv = (await api.GetAsync($"export?{Day}&interval=day&group_by=team")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var json = (await api.GetAsync($"export?{Day}&interval=day&group_by=team&format=json")).Json.AsArray();
        Assert.Equal(3, csv.Length);
        Assert.StartsWith("\"from\",\"to\",\"team\",\"total_requests\",\"total_cost\"", csv[0], StringComparison.Ordinal);
        Assert.Equal(["search", "support"], json.Select(row => (string)row!["team"]!));
        Assert.StartsWith($"\"2030-03-16T00:00:00.000Z\",\"2030-03-17T00:00:00.000Z\",\"search\",\"{json[0]!["total_requests"]}\"", csv[1], StringComparison.Ordinal);
        Assert.Equal("", csv[1].Split(',')[^1].Trim('"'));
    }

    [Theory]
    [InlineData("model=GPT-5.4*", "gpt-5.4 gpt-5.4-mini")]
    [InlineData("provider=open*&user=(none)", "")]
    [InlineData("team=support&model=gemini*", "gemini-3-flash")]
    public async Task Filter_ByGlob_IsThatOfRules(string filter, string expected)
    {
        await using var api = await FilledAsync();
        var rows = (await api.GetAsync($"model-comparison?{Day}&{filter}")).Json["rows"]!.AsArray();
        Assert.Equal(expected, string.Join(' ', rows.Select(row => (string)row!["name"]!).Order(StringComparer.Ordinal)));
    }

    private static async Task<Api> FilledAsync()
    {
        var api = await Api.StartAsync("/api/analytics/");
        await api.Host.Analytics.FillAsync();
        return api;
    }
}
