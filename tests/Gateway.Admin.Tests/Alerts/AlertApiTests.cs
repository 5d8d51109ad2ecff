using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.Alerts;

public sealed class AlertApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Active_ListsWhatIsNotResolvedMostUrgentFirst()
    {
        await using var host = await AdminHost.StartAsync();
        var answer = await GetAsync(host, "/api/alerts/active");
        Assert.Equal(4, (int)answer["count"]!);
        Assert.Equal(["critical", "high", "medium", "low"], answer["alerts"]!.AsArray().Select(alert => (string)alert!["severity"]!));
        Assert.Equal("daily_cost", (string)answer["alerts"]![0]!["conditions"]![0]!["metric"]!);
        Assert.Equal("2030-03-17T09:38:08.000Z", (string)answer["alerts"]![0]!["triggered_at"]!);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("status=open", 3)]
    [InlineData("status=unresolved", 4)]
    [InlineData("status=resolved", 1)]
    [InlineData("severity=high", 2)]
    [InlineData("rule_id=slow-answers", 1)]
    [InlineData("search=CLAUDE", 1)]
    [InlineData("search=nightly batch", 1)]
    [InlineData("search=' or 1=1 --", 0)]
    [InlineData("rule_id=' or 1=1 --", 0)]
    [InlineData("start_date=2030-03-17T09:00:00Z&end_date=2030-03-18", 3)]
    [InlineData("status=unresolved&severity=high&search=claude&sort=rule", 1)]
    public async Task History_WithFilter_CountsTheMatches(string query, int expected)
    {
        await using var host = await AdminHost.StartAsync();
        var answer = await GetAsync(host, "/api/alerts/history?" + query);
        Assert.Equal(expected, (int)answer["total"]!);
    }

    [Fact]
    public async Task History_WithLimitAndOffset_SaysWhetherThereIsMore()
    {
        await using var host = await AdminHost.StartAsync();
        var answer = await GetAsync(host, "/api/alerts/history?limit=2&offset=1");
        Assert.Equal("""{"limit":2,"offset":1,"has_more":true}""", answer["pagination"]!.ToJsonString());
        Assert.Equal(2, (int)answer["count"]!);
    }

    [Theory]
    [InlineData("status=done", "status", "open, acknowledged, resolved, unresolved")]
    [InlineData("severity=0", "severity", "critical, high, medium, low")]
    [InlineData("limit=501", "limit", "1 to 500")]
    [InlineData("limit=-1", "limit", "1 to 500")]
    [InlineData("offset=x", "offset", "whole number")]
    [InlineData("sort=triggered_at", "sort", "newest, oldest, severity, rule")]
    [InlineData("page=2", "page", "status, severity, rule_id, search, start_date, end_date, sort, limit, offset")]
    [InlineData("status=open&status=resolved", "status", "given once")]
    [InlineData("start_date=yesterday", "start_date", "RFC 3339")]
    [InlineData("start_date=2026-02-02&end_date=2026-02-01", "end_date", "later than start_date")]
    public async Task History_WithBadParameter_NamesItAndWhatIsAllowed(string query, string parameter, string allowed)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(AdminHost.ViewerKey).GetAsync("/api/alerts/history?" + query, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        Assert.Contains(allowed, (string)problem!["errors"]![parameter]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_HasTimelineNotesAndDeliveries()
    {
        await using var host = await AdminHost.StartAsync();
        var answer = await GetAsync(host, "/api/alerts/history/a3");
        Assert.Equal("acknowledged", (string)answer["status"]!);
        Assert.Equal(
            ["opened", "delivery", "delivery", "delivery", "delivery", "delivery", "acknowledged"],
            answer["timeline"]!.AsArray().Select(line => (string)line!["kind"]!));
        Assert.Equal("maria", (string)answer["notes"]![0]!["by"]!);
        Assert.Equal("email", (string)answer["deliveries"]![0]!["channel"]!);
    }

    [Theory]
    [InlineData("oldest", "a5 a4 a3 a2 a1")]
    [InlineData("severity", "a1 a2 a5 a3 a4")]
    [InlineData("rule", "a1 a2 a5 a3 a4")]
    public async Task History_Sorted_StandsInThatOrder(string sort, string expected)
    {
        await using var host = await AdminHost.StartAsync();
        var answer = await GetAsync(host, "/api/alerts/history?sort=" + sort);
        Assert.Equal(expected, string.Join(' ', answer["alerts"]!.AsArray().Select(alert => (string)alert!["id"]!)));
    }

    [Fact]
    public async Task Statistics_HaveTheContractsFields()
    {
        await using var host = await AdminHost.StartAsync();
        var answer = await GetAsync(host, "/api/alerts/stats?days=2");
        Assert.Equal(
            """
            {"total":5,"open":3,"acknowledged":1,"resolved":1,"critical":1,"resolution_rate":20,"false_positive_rate":0,"mean_time_to_acknowledge":420,"mean_time_to_resolve":1500,"severity_breakdown":{"critical":1,"high":2,"medium":1,"low":1},"by_rule":[{"rule_id":"budget-spike","rule_name":"Budget spike","count":1},{"rule_id":"provider-is-overloaded","rule_name":"Provider is overloaded","count":1},{"rule_id":"runaway-tokens","rule_name":"Runaway tokens","count":1},{"rule_id":"slow-answers","rule_name":"Slow answers","count":1},{"rule_id":"unpriced-model","rule_name":"Unpriced model","count":1}],"by_day":[{"date":"2030-03-16","count":1},{"date":"2030-03-17","count":4}]}
            """,
            answer.ToJsonString());
    }

    [Theory]
    [InlineData("/api/alerts/stats?days=0", "days")]
    [InlineData("/api/alerts/stats?days=367", "days")]
    [InlineData("/api/alerts/stats?hours=1", "hours")]
    [InlineData("/api/alerts/active?limit=1", "limit")]
    [InlineData("/api/alerts/history/export?format=xlsx", "format")]
    [InlineData("/api/alerts/history/export?sort=oldest", "sort")]
    public async Task Reads_WithBadParameter_NameIt(string path, string parameter)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(AdminHost.ViewerKey).GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["errors"]![parameter]);
    }

    [Theory]
    [InlineData("/api/alerts/history/a1/ack", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/alerts/history/a1/ack", AdminHost.ViewerKey, HttpStatusCode.Forbidden)]
    [InlineData("/api/alerts/history/a1/ack", AdminHost.OperatorKey, HttpStatusCode.OK)]
    [InlineData("/api/alerts/history/a1/ack", AdminHost.AdminKey, HttpStatusCode.OK)]
    [InlineData("/api/alerts/history/a1/resolve", AdminHost.ViewerKey, HttpStatusCode.Forbidden)]
    [InlineData("/api/alerts/history/a1/resolve", AdminHost.OperatorKey, HttpStatusCode.OK)]
    [InlineData("/api/alerts/history/a5/ack", AdminHost.OperatorKey, HttpStatusCode.Conflict)]
    [InlineData("/api/alerts/history/a5/resolve", AdminHost.OperatorKey, HttpStatusCode.OK)]
    [InlineData("/api/alerts/history/none/ack", AdminHost.OperatorKey, HttpStatusCode.NotFound)]
    [InlineData("/api/alerts/history/none/resolve", AdminHost.OperatorKey, HttpStatusCode.NotFound)]
    public async Task Act_ByRoleAndState_Answers(string path, string? key, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(key).PostAsync(path, null, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/alerts/history/a1/ack", "{\"note\":\"\\ud800\"}")]
    [InlineData("/api/alerts/history/a1/resolve", "{\"notes\":\"x\\udc00y\"}")]
    [InlineData("/api/alerts/history/a1/ack", "{\"\\ud800aaa\":1}")]
    public async Task Act_WithATextThatIsNoUnicode_IsRefused(string path, string body)
    {
        await using var host = await AdminHost.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await host.Client(AdminHost.OperatorKey).PostAsync(path, content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("half of a surrogate pair", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledge_WithNote_RecordsWhoAndWhat()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(AdminHost.OperatorKey).PostAsJsonAsync("/api/alerts/history/a1/ack", new { note = "looking" }, Cancel);
        var alert = await response.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        Assert.Equal("otto", (string)alert!["acknowledged_by"]!);
        var detail = await GetAsync(host, "/api/alerts/history/a1");
        Assert.Equal("looking", (string)detail["notes"]![0]!["text"]!);
    }

    [Theory]
    [InlineData("{", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"note":5}""", "$.note")]
    public async Task Acknowledge_WithBadBody_NamesThePath(string body, string path)
    {
        await using var host = await AdminHost.StartAsync();
        using var content = new StringContent(body);
        using var response = await host.Client(AdminHost.OperatorKey).PostAsync("/api/alerts/history/a1/ack", content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        Assert.NotNull(problem!["errors"]![path]);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.BadRequest)]
    public async Task Acknowledge_ByCookie_NeedsTheAntiforgeryToken(bool withToken, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/alerts/history/a1/ack");
        if (withToken)
        {
            request.Headers.Add("X-CSRF-Token", browser.Token);
        }

        using var response = await browser.Client.SendAsync(request, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<JsonNode> GetAsync(AdminHost host, string path)
    {
        using var client = host.Client(AdminHost.ViewerKey);
        return (await client.GetFromJsonAsync<JsonNode>(path, Cancel))!;
    }
}
