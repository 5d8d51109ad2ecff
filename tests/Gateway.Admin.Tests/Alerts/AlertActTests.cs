using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.History;

namespace Gateway.Admin.Tests.Alerts;

/// <summary>Notes, deletion and acts on many alerts, over HTTP.</summary>
public sealed class AlertActTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/api/alerts/history/a1/notes", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/api/alerts/history/a1/notes", AdminHost.ViewerKey, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/api/alerts/history/a1/notes", AdminHost.OperatorKey, HttpStatusCode.OK)]
    [InlineData("POST", "/api/alerts/history/none/notes", AdminHost.OperatorKey, HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/alerts/history/a5", null, HttpStatusCode.Unauthorized)]
    [InlineData("DELETE", "/api/alerts/history/a5", AdminHost.ViewerKey, HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "/api/alerts/history/a5", AdminHost.OperatorKey, HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "/api/alerts/history/a5", AdminHost.AdminKey, HttpStatusCode.NoContent)]
    [InlineData("DELETE", "/api/alerts/history/a1", AdminHost.AdminKey, HttpStatusCode.Conflict)]
    [InlineData("DELETE", "/api/alerts/history/none", AdminHost.AdminKey, HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/alerts/history/bulk", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/api/alerts/history/bulk", AdminHost.ViewerKey, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/alerts/history/export", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/alerts/history/export", AdminHost.ViewerKey, HttpStatusCode.OK)]
    [InlineData("GET", "/api/alerts/stats", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/alerts/stats", AdminHost.ViewerKey, HttpStatusCode.OK)]
    public async Task Endpoint_ByRoleAndState_Answers(string method, string path, string? key, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        using var request = new HttpRequestMessage(new(method), path) { Content = method == "POST" ? JsonContent.Create(new { text = "seen" }) : null };
        using var response = await host.Client(key).SendAsync(request, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Notes_OnAResolvedAlert_AnswerTheAlertWithWhoWroteWhat()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await PostAsync(host, "a5/notes", """{"text":" It was <b>the</b> proxy.\r\nFixed. "}""");
        var alert = await response.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        Assert.Equal("resolved", (string)alert!["status"]!);
        var note = Assert.Single(alert["notes"]!.AsArray())!;
        Assert.Equal(("otto", "It was <b>the</b> proxy.\nFixed."), ((string)note["by"]!, (string)note["text"]!));
        Assert.Equal("note", (string)alert["timeline"]!.AsArray()[^1]!["kind"]!);
    }

    /// <summary>Who says something to an alert that is acknowledged already is heard; a request that was only sent again adds nothing.</summary>
    [Theory]
    [InlineData("a1/ack", "note")]
    [InlineData("a1/resolve", "notes")]
    public async Task Act_ThatChangesNothing_KeepsWhatWasSaid(string path, string name)
    {
        await using var host = await AdminHost.StartAsync();
        using var first = await PostAsync(host, path, "");
        for (var time = 0; time < 2; time++)
        {
            using var again = await PostAsync(host, path, $$"""{"{{name}}":"on it"}""");
            var alert = await again.Content.ReadFromJsonAsync<JsonNode>(Cancel);
            Assert.Equal(["on it"], alert!["notes"]!.AsArray().Select(note => (string)note!["text"]!));
        }
    }

    [Theory]
    [InlineData("a1/notes", "", "$.text")]
    [InlineData("a1/notes", "{}", "$.text")]
    [InlineData("a1/notes", """{"text":"  "}""", "$.text")]
    [InlineData("a1/notes", """{"text":["x"]}""", "$.text")]
    [InlineData("a1/notes", """{"text":"\udc00"}""", "$")]
    [InlineData("bulk", """{"action":"resolve","ids":["\ud83d"]}""", "$")]
    [InlineData("a1/notes", "TOO LONG", "$.text")]
    [InlineData("a1/notes", """{"text":"x","severity":"high"}""", "$.severity")]
    [InlineData("a1/ack", """{"nte":"x"}""", "$.nte")]
    [InlineData("a1/resolve", """{"note":"x"}""", "$.note")]
    [InlineData("bulk", "", "$")]
    [InlineData("bulk", "[]", "$")]
    [InlineData("bulk", """{"\ud83d":1}""", "$")]
    [InlineData("bulk", """{"action":"destroy","ids":["a1"]}""", "$.action")]
    [InlineData("bulk", """{"action":1,"ids":["a1"]}""", "$.action")]
    [InlineData("bulk", """{"ids":["a1"]}""", "$.action")]
    [InlineData("bulk", """{"action":"resolve"}""", "$.ids")]
    [InlineData("bulk", """{"action":"resolve","ids":[]}""", "$.ids")]
    [InlineData("bulk", """{"action":"resolve","ids":"a1"}""", "$.ids")]
    [InlineData("bulk", """{"action":"resolve","ids":["a1",2]}""", "$.ids[1]")]
    [InlineData("bulk", """{"action":"resolve","ids":["a1"],"notes":5}""", "$.notes")]
    [InlineData("bulk", """{"action":"resolve","ids":["a1"],"note":"x"}""", "$.note")]
    public async Task Post_WithBadBody_NamesThePathAndChangesNothing(string path, string body, string mistake)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await PostAsync(host, path, body == "TOO LONG" ? $$"""{"text":"{{new string('x', AlertNote.Longest + 1)}}"}""" : body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["errors"]![mistake]);
        Assert.Equal(new AlertCounts(3, 1, 1), await host.Alerts.Log.CountAsync(new(), Cancel));
    }

    [Fact]
    public async Task Bulk_OfAThousandAndOne_IsRefused()
    {
        await using var host = await AdminHost.StartAsync();
        var ids = Enumerable.Range(0, AlertBulk.MostIds + 1).Select(index => $"{index}");
        using var response = await host.Client(AdminHost.OperatorKey).PostAsJsonAsync("/api/alerts/history/bulk", new { action = "resolve", ids }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("acknowledge", AdminHost.OperatorKey, """{"succeeded":3,"failed":[{"id":"a5","reason":"This alert is resolved; only open alerts can be acknowledged."},{"id":"none","reason":"there is no such alert"}]}""", "1 3 1")]
    [InlineData("resolve", AdminHost.OperatorKey, """{"succeeded":4,"failed":[{"id":"none","reason":"there is no such alert"}]}""", "1 0 4")]
    [InlineData("delete", AdminHost.AdminKey, """{"succeeded":1,"failed":[{"id":"a1","reason":"This alert is not resolved; resolve it, then it can be deleted."},{"id":"a2","reason":"This alert is not resolved; resolve it, then it can be deleted."},{"id":"a3","reason":"This alert is not resolved; resolve it, then it can be deleted."},{"id":"none","reason":"there is no such alert"}]}""", "3 1 0")]
    public async Task Bulk_OnAlertsInEveryState_SaysTruthfullyWhatBecameOfEach(string action, string key, string expected, string left)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(key).PostAsJsonAsync("/api/alerts/history/bulk", new { action, ids = new[] { "a1", "a2", "a3", "a5", "none", "a1" }, notes = "all at once" }, Cancel);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Cancel));
        var counts = await host.Alerts.Log.CountAsync(new(), Cancel);
        Assert.Equal(left, $"{counts.Open} {counts.Acknowledged} {counts.Resolved}");
    }

    [Fact]
    public async Task Bulk_DeleteByAnOperator_IsRefusedWhole()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await PostAsync(host, "bulk", """{"action":"delete","ids":["a5"]}""");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.NotNull(await host.Alerts.Log.FindAsync("a5", Cancel));
    }

    [Fact]
    public async Task Delete_LeavesTheDeliveriesAndWhoDidIt()
    {
        await using var host = await AdminHost.StartAsync();
        await host.Alerts.Desk.ResolveAsync("a2", "otto", null, Cancel);
        var deliveries = host.Alerts.Scalar("select count(*) from deliveries where alert_id = 'a2'");
        Assert.InRange(deliveries, 1, long.MaxValue);
        using var response = await host.Client(AdminHost.AdminKey).DeleteAsync("/api/alerts/history/a2", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        using var gone = await host.Client(AdminHost.ViewerKey).GetAsync("/api/alerts/history/a2", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(deliveries, host.Alerts.Scalar("select count(*) from deliveries where alert_id = 'a2'"));
        Assert.Equal(1, host.Alerts.Scalar("select count(*) from audit where by = 'ada' and action = 'alert.deleted' and target = 'a2'"));
    }

    private static Task<HttpResponseMessage> PostAsync(AdminHost host, string path, string body) =>
        host.Client(AdminHost.OperatorKey).PostAsync("/api/alerts/history/" + path, new StringContent(body), Cancel);
}
