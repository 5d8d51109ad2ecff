using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Suppression;

namespace Gateway.Admin.Tests.Silences;

public sealed class SilenceApiTests
{
    private const string Root = "/api/alerts/silences";

    /// <summary>The clock stands at 2030-03-17T09:42:08Z.</summary>
    private const string Fair = """{ "matchers": { "rule_id": "spend", "label:team": "search" }, "ends_at": "2030-03-17T12:00:00+01:00", "comment": "a fair", }""";

    [Fact]
    public async Task Create_OfASilence_AnswersWithItsPlaceAndWhoMadeIt()
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.SendAsync(HttpMethod.Post, "", Fair, AdminHost.OperatorKey);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var id = (string)answer.Json["id"]!;
        Assert.Equal($"{Root}/{id}", answer.Headers.Location!.OriginalString);
        Assert.Equal(
            $$"""
            {"id":"{{id}}","status":"active","quiet_until":"2030-03-17T11:00:00.000Z","matchers":{"rule_id":"spend","label:team":"search"},"starts_at":"2030-03-17T09:42:08.000Z","ends_at":"2030-03-17T11:00:00.000Z","recurring":null,"comment":"a fair","expire_on_resolve":false,"created_by":"otto","created_at":"2030-03-17T09:42:08.000Z","ended_at":null,"ended_by":null}
            """,
            answer.Text);
        Assert.Equal(answer.Text, (await api.GetAsync("/" + id)).Text);
    }

    [Fact]
    public async Task Create_OfARecurringOne_NeedsNoEnd()
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.PostAsync("", """{ "matchers": { "rule_id": "*" }, "recurring": { "start": "22:00", "end": "07:00", "time_zone": "Europe/Berlin", "days": ["sun", "mon"] } }""");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("""{"start":"22:00","end":"07:00","time_zone":"Europe/Berlin","days":["mon","sun"]}""", answer.Json["recurring"]!.ToJsonString());
        Assert.Null(answer.Json["ends_at"]);
        Assert.Null(answer.Json["quiet_until"]);
    }

    [Fact]
    public async Task Delete_OfASilence_EndsItAndKeepsItForTheRecord()
    {
        await using var api = await Api.StartAsync(Root);
        var id = (string)(await api.PostAsync("", Fair)).Json["id"]!;

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "/" + id, key: AdminHost.OperatorKey)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "/" + id)).Status);

        var ended = (await api.GetAsync("?status=ended")).Json;
        Assert.Equal(("ended", "otto"), ((string)ended["silences"]![0]!["status"]!, (string)ended["silences"]![0]!["ended_by"]!));
        Assert.Equal(0, (int)(await api.GetAsync("?status=active")).Json["count"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Delete, "/nope")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/nope")).Status);
    }

    [Fact]
    public async Task List_Pages_CountTheWhole()
    {
        await using var api = await Api.StartAsync(Root);
        for (var index = 0; index < 3; index++)
        {
            await api.PostAsync("", Fair);
        }

        var page = (await api.GetAsync("?limit=2&offset=0")).Json;

        Assert.Equal((2, 3, true), ((int)page["count"]!, (int)page["total"]!, (bool)page["pagination"]!["has_more"]!));
    }

    [Theory]
    [InlineData("?status=over", "status: must be one of pending, active, ended, was \"over\"")]
    [InlineData("?limit=0", "limit: must be a whole number from 1 to 500, was \"0\"")]
    [InlineData("?rule=x", "rule: is not known; allowed: status, limit, offset")]
    public async Task List_WhatIsNotKnown_IsRefused(string query, string expected)
    {
        await using var api = await Api.StartAsync(Root);

        Assert.Equal(expected, (await api.GetAsync(query)).Errors);
    }

    [Theory]
    [InlineData("", "$: ")]
    [InlineData("null", "$: must be an object")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": "2030-05-17" }""", "$.ends_at: must be at most 30 days")]
    [InlineData("""{ "matchers": { "rule_id": { "$ne": 1 } }, "ends_at": "2030-03-18" }""", "$.matchers: must be an object of texts")]
    [InlineData("""{ "matchers": { "rule_id": "*" }, "ends_at": "2030-03-18", "recurring": { "start": "22:00", "end": "07:00", "time_zone": "../../etc/localtime" } }""", "$.recurring.time_zone: must be an IANA")]
    public async Task Create_OfWhatIsNoSilence_SaysWhatIsWrong(string body, string expected)
    {
        await using var api = await Api.StartAsync(Root);

        var answer = await api.PostAsync("", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith(expected, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OfTooMuch_IsRefused()
    {
        await using var api = await Api.StartAsync(Root);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await api.PostAsync("", $$"""{ "comment": "{{new string('x', 40_000)}}" }""")).Status);
    }

    [Fact]
    public async Task Create_BeyondTheLimit_IsRefused()
    {
        await using var api = await Api.StartAsync(Root);
        var store = api.Host.Services.GetService(typeof(ISilenceStore)) as ISilenceStore;
        var first = await store!.FindAsync((string)(await api.PostAsync("", Fair)).Json["id"]!, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(1, SilenceDesk.MostSilences - 1).Select(number =>
            store.AddAsync(first! with { Id = $"s{number}" }, SilenceDesk.MostSilences, TestContext.Current.CancellationToken)));

        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("", Fair)).Status);
    }

    [Theory]
    [InlineData(null, 401, 401, 401)]
    [InlineData(AdminHost.ViewerKey, 200, 403, 403)]
    [InlineData(AdminHost.OperatorKey, 200, 201, 404)]
    public async Task EveryEndpoint_ByRole_AllowsWhatTheContractSays(string? key, int get, int post, int delete)
    {
        await using var api = await Api.StartAsync(Root);

        Assert.Equal(get, (int)(await api.SendAsync(HttpMethod.Get, "", key: key)).Status);
        Assert.Equal(post, (int)(await api.SendAsync(HttpMethod.Post, "", Fair, key)).Status);
        Assert.Equal(delete, (int)(await api.SendAsync(HttpMethod.Delete, "/nope", key: key)).Status);
    }
}
