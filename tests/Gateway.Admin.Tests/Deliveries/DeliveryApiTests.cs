using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;

namespace Gateway.Admin.Tests.Deliveries;

/// <summary>The delivery log, resending, the notification centre and the audit over HTTP.</summary>
public sealed class DeliveryApiTests
{
    private const string Root = "/api/notifications";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfOneChannel_HasEveryTry()
    {
        await using var api = await Api.StartAsync(Root);

        var page = (await api.GetAsync("/history?channel_id=slack&alert_id=a1&limit=1")).Json;

        Assert.Equal(("1", "1", "false"), (page["count"]!.ToString(), page["total"]!.ToString(), page["pagination"]!["has_more"]!.ToString().ToLowerInvariant()));
        Assert.Equal(
            """
            {"id":"a1-d2","alert_id":"a1","channel_id":"slack","event":"alert.opened","is_repeat":false,"status":"pending","reason":"503 from hooks.slack.com","digest_id":null,"created_at":"2030-03-17T09:38:08.000Z","next_attempt_at":"2030-03-17T09:42:38.000Z","sent_at":null,"attempts":[{"at":"2030-03-17T09:38:10.000Z","status_code":null,"duration_ms":12,"error":"503 from hooks.slack.com"},{"at":"2030-03-17T09:38:12.000Z","status_code":null,"duration_ms":12,"error":"503 from hooks.slack.com"},{"at":"2030-03-17T09:38:14.000Z","status_code":null,"duration_ms":12,"error":"503 from hooks.slack.com"}]}
            """,
            page["deliveries"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task List_Pages_AreNewestFirstAndCountTheWhole()
    {
        await using var api = await Api.StartAsync(Root);

        var page = (await api.GetAsync("/history?limit=5&offset=10")).Json;

        Assert.Equal((2, 12), ((int)page["count"]!, (int)page["total"]!));
        Assert.Equal(["a1-d2", "a1-d1"], page["deliveries"]!.AsArray().Select(delivery => (string)delivery!["id"]!));
    }

    [Theory]
    [InlineData("/history?status=over", "status: must be one of pending, sent, failed, skipped, dead, was \"over\"")]
    [InlineData("/history?limit=0", "limit: must be a whole number from 1 to 500, was \"0\"")]
    [InlineData("/history?channel=x", "channel: is not known; allowed: alert_id, channel_id, status, digest_id, limit, offset")]
    [InlineData("/inbox?limit=101", "limit: must be a whole number from 1 to 100, was \"101\"")]
    public async Task Get_WhatIsNotKnown_IsRefused(string query, string expected)
    {
        await using var api = await Api.StartAsync(Root);

        Assert.Equal(expected, (await api.GetAsync(query)).Errors);
    }

    [Fact]
    public async Task Resend_OfWhatWasSkipped_WaitsAgainAndIsAudited()
    {
        await using var api = await Api.StartAsync(Root);

        Assert.Equal(HttpStatusCode.Forbidden, (await api.SendAsync(HttpMethod.Post, "/history/a1-d3/resend", key: AdminHost.ViewerKey)).Status);
        var again = await api.SendAsync(HttpMethod.Post, "/history/a1-d3/resend", key: AdminHost.OperatorKey);

        Assert.Equal(("pending", null), ((string)again.Json["status"]!, (string?)again.Json["reason"]));
        Assert.Equal((HttpStatusCode.Conflict, "It is still waiting to be sent."), await Refused(api, "a1-d3"));
        Assert.Equal((HttpStatusCode.Conflict, "It was sent already."), await Refused(api, "a1-d1"));
        Assert.Equal((HttpStatusCode.NotFound, "There is no delivery 'nope'."), await Refused(api, "nope"));
        var audit = new Api(api.Host, "/api/audit");
        var entry = (await audit.GetAsync("?limit=1")).Json["entries"]![0]!;
        Assert.Equal(("otto", "delivery.resent", "a1-d3", "alert.opened to pagerduty"), ((string)entry["by"]!, (string)entry["action"]!, (string)entry["target"]!, (string)entry["text"]!));
    }

    [Fact]
    public async Task Errors_WithTheReceiversWords_ShowThemToAdministratorsOnly()
    {
        await using var api = await Api.StartAsync(Root);
        var alert = Scene.Alert("x1", "Refused", Alerting.Rules.AlertPriority.High, 1, "It is.", new("errors", ">", 1, 2, true, 2, null));
        await api.Host.Alerts.AddAsync(new AlertDetail(
            alert, [], [new("d1", "email", "alert.opened", "failed", $"the mail server refused it with 550: {ReceiverWords.Quote("no “such” user at 10.0.0.7")}", 1, alert.TriggeredAt, null, null)]));

        string[] paths = ["/api/notifications/history?alert_id=x1", "/api/alerts/history/x1"];
        foreach (var path in paths)
        {
            var one = new Api(api.Host, path);
            Assert.Contains("10.0.0.7", (await one.GetAsync("")).Text, StringComparison.Ordinal);
            var others = (await one.SendAsync(HttpMethod.Get, "", key: AdminHost.OperatorKey)).Text;
            Assert.DoesNotContain("10.0.0.7", others, StringComparison.Ordinal);
            Assert.Contains("the mail server refused it with 550", others, StringComparison.Ordinal);
        }

        var page = await (await Session.SignedInAsync(api.Host, AdminHost.OperatorKey)).GetAsync("/admin/deliveries?alert_id=x1");
        Assert.DoesNotContain("10.0.0.7", page, StringComparison.Ordinal);
        Assert.Contains("The mail server refused it with 550", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbox_MarkedRead_IsSoForTheOneWhoAsked()
    {
        await using var api = await Api.StartAsync(Root);
        await Notify(api.Host, "n1", "n2");

        var inbox = (await api.SendAsync(HttpMethod.Get, "/inbox", key: AdminHost.ViewerKey)).Json;
        Assert.Equal((2, 2), ((int)inbox["count"]!, (int)inbox["unread"]!));
        var newest = inbox["notifications"]![0]!;
        Assert.Equal(("n2-d1", "n2", "opened", "high"), ((string)newest["id"]!, (string)newest["alert_id"]!, (string)newest["kind"]!, (string)newest["severity"]!));
        Assert.Equal(("High: Rule n2", "It has begun.", false), ((string)newest["title"]!, (string)newest["sentence"]!, (bool)newest["read"]!));

        var read = (await api.SendAsync(HttpMethod.Post, "/inbox/read", """{ "up_to": "n1-d1" }""", AdminHost.ViewerKey)).Json;
        Assert.Equal(1, (int)read["unread"]!);
        Assert.Equal(2, (int)(await api.GetAsync("/inbox")).Json["unread"]!);
        Assert.Equal(0, (int)(await api.SendAsync(HttpMethod.Post, "/inbox/read", key: AdminHost.ViewerKey)).Json["unread"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/inbox/read", """{ "up_to": "nope" }""")).Status);
    }

    [Fact]
    public async Task Audit_ByPages_IsForAdministratorsOnly()
    {
        await using var api = await Api.StartAsync("/api/audit");
        await api.Host.Alerts.Desk.ResolveAsync("a1", "ann", null, Cancel);
        await api.Host.Alerts.Desk.DeleteAsync("a1", "ann", Cancel);
        await api.Host.Alerts.Desk.DeleteAsync("a5", "bob", Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, (await api.SendAsync(HttpMethod.Get, "", key: AdminHost.OperatorKey)).Status);
        var first = (await api.GetAsync("?limit=1")).Json;
        Assert.Equal(("bob", "alert.deleted", "a5"), ((string)first["entries"]![0]!["by"]!, (string)first["entries"]![0]!["action"]!, (string)first["entries"]![0]!["target"]!));
        var second = (await api.GetAsync($"?limit=1&before={first["next_before"]}")).Json;
        Assert.Equal(("ann", null), ((string)second["entries"]![0]!["by"]!, (string?)second["next_before"]));
        Assert.Equal("before: must be the next_before of another page", (await api.GetAsync("?before=x")).Errors);
    }

    internal static Task Notify(AdminHost host, params IEnumerable<string> ids) => host.Alerts.AddAsync(ids.Select(id =>
    {
        var alert = Scene.Alert(id, $"Rule {id}", Alerting.Rules.AlertPriority.High, 1, "It has begun.", new("errors", ">", 1, 2, true, 2, null));
        return new AlertDetail(alert, [], [new("d1", "in_app", "alert.opened", "sent", null, 0, alert.TriggeredAt, alert.TriggeredAt, null)]);
    }));

    private static async Task<(HttpStatusCode, string)> Refused(Api api, string id)
    {
        var answer = await api.SendAsync(HttpMethod.Post, $"/history/{id}/resend");
        return (answer.Status, (string)answer.Json["detail"]!);
    }
}
