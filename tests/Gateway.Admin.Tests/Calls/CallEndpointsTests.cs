using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Admin.Tests.Calls;

public sealed class CallEndpointsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Paged_GivesEveryCallOnceNewestFirst()
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync([.. Enumerable.Range(0, 5).Select(i => CallApi.Call($"{i}", i))], Cancellation);

        var ids = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await GetAsync(api, $"/api/calls?limit=2&cursor={cursor}");
            ids.AddRange(page.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("id").GetString()));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["4", "3", "2", "1", "0"], ids);
    }

    [Theory]
    [InlineData("/api/calls?limt=2", "limt", "is not known; allowed: from, to, provider")]
    [InlineData("/api/calls/export?forma=csv", "forma", "is not known; allowed: from, to, provider")]
    [InlineData("/api/calls/a?verbose=1", "verbose", "is not known; there are no parameters here")]
    public async Task Query_ThatIsNotKnown_IsRefusedByItsName(string path, string name, string expected)
    {
        await using var api = await CallApi.StartAsync();

        using var response = await api.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.StartsWith(expected, problem.GetProperty("errors").GetProperty(name)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfOneCall_IsTheContractsForm()
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync([CallApi.Call("a")], Cancellation);

        Assert.Equal(
            """
            {"calls":[{"id":"a","started_at":"2026-03-14T12:00:00.000Z","provider":"openai","dialect":"openai-chat","operation":"chat","route":"openai","request_model":"gpt-5.4","response_model":null,"streaming":false,"status_code":200,"outcome":"success","error_type":null,"latency_ms":812.4,"ttft_ms":null,"bytes_in":0,"bytes_out":0,"tokens":{"input":1200,"output":340,"total":1540,"uncached_input":1200,"cache_read":0,"cache_write_5m":0,"cache_write_1h":0,"reasoning":128,"audio_input":0,"audio_output":0,"source":"provider"},"cost_usd":0.0047,"price_status":"priced","user":null,"team":null,"session":null,"tags":[],"api_key":null,"api_key_id":null}],"next_cursor":null}
            """,
            await api.Client.GetStringAsync("/api/calls", Cancellation));
    }

    [Theory]
    [InlineData("from=2026-03-14T12:00:01Z", "1,2")]
    [InlineData("from=2026-03-14T13:00:01+01:00", "1,2")]
    [InlineData("to=2026-03-14T12:00:01Z", "0")]
    [InlineData("from=2026-03-14&to=2026-03-15", "0,1,2")]
    [InlineData("user=ada", "1")]
    [InlineData("tag=prod", "2")]
    [InlineData("outcome=rate_limited", "2")]
    [InlineData("streaming=true", "1")]
    [InlineData("search=ADA", "1")]
    [InlineData("model=gpt-5.4&user=", "0,1,2")]
    [InlineData("provider=nobody", "")]
    public async Task List_WithAFilter_GivesWhatItSays(string query, string expected)
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync(
            [
                CallApi.Call("0"),
                CallApi.Call("1", 1) with { User = "ada", Streaming = true },
                CallApi.Call("2", 2) with { Tags = ["prod"], Outcome = CallOutcome.RateLimited },
            ],
            Cancellation);

        var page = await GetAsync(api, "/api/calls?" + query);

        Assert.Equal(expected, string.Join(',', page.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("id").GetString()).Order()));
    }

    [Theory]
    [InlineData("from=soon", "from", "must be an RFC 3339 time such as")]
    [InlineData("from=2026-03-15&to=2026-03-14", "to", "must be later than from")]
    [InlineData("outcome=fine", "outcome", "must be one of success, client_error")]
    [InlineData("outcome=7", "outcome", "must be one of success, client_error")]
    [InlineData("streaming=1", "streaming", "must be true or false, was \"1\"")]
    [InlineData("limit=0", "limit", "must be a whole number from 1 to 500, was \"0\"")]
    [InlineData("limit=501", "limit", "must be a whole number from 1 to 500")]
    [InlineData("limit=ten", "limit", "must be a whole number from 1 to 500")]
    [InlineData("cursor=abc", "cursor", "must be the next_cursor of a former answer")]
    [InlineData("user=a&user=b", "user", "must be given once")]
    public async Task List_WithAWrongParameter_SaysWhichAndWhatIsAllowed(string query, string parameter, string expected)
    {
        await using var api = await CallApi.StartAsync();

        var errors = await ErrorsAsync(api, "/api/calls?" + query);

        Assert.Contains(expected, errors.GetProperty(parameter)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithSeveralWrongParameters_NamesAll()
    {
        await using var api = await CallApi.StartAsync();

        var errors = await ErrorsAsync(api, "/api/calls?from=x&outcome=y&limit=z");

        Assert.Equal(["from", "limit", "outcome"], errors.EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task Find_OfACall_GivesItAndElse404()
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync([CallApi.Call("a")], Cancellation);

        Assert.Equal("a", (await GetAsync(api, "/api/calls/a")).GetProperty("id").GetString());
        using var missing = await api.Client.GetAsync("/api/calls/b", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Export_AsCsv_HasARowForEveryMatchingCall()
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync([.. Enumerable.Range(0, 2500).Select(i => CallApi.Call($"{i}", i) with { User = i < 2200 ? "ada" : "bob" })], Cancellation);

        using var response = await api.Client.GetAsync("/api/calls/export?user=ada", Cancellation);
        using var csv = new CsvReader(new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation)), CultureInfo.InvariantCulture);
        var rows = csv.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToList();

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=\"calls-20260314T120000Z.csv\"", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(Enumerable.Range(0, 2200).Reverse().Select(i => $"{i}"), rows.Select(row => row["id"]));
        Assert.Equal(("812.4", "1540", "0.0047", "2026-03-14T12:36:39.000Z"), (rows[0]["latency_ms"], rows[0]["tokens.total"], rows[0]["cost_usd"], rows[0]["started_at"]));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    public async Task Export_AsCsv_NeverStartsACellWithAFormula(string user)
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync([CallApi.Call("a") with { User = user, Team = "x=1, \"y\"" }], Cancellation);

        using var csv = new CsvReader(new StringReader(await api.Client.GetStringAsync("/api/calls/export", Cancellation)), CultureInfo.InvariantCulture);
        var row = (IDictionary<string, object>)csv.GetRecords<dynamic>().Single();

        Assert.Equal("'" + user, row["user"]);
        Assert.Equal("x=1, \"y\"", row["team"]);
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("ndjson", "application/x-ndjson")]
    public async Task Export_AsJson_HasEveryCallInTheFormOfTheApi(string format, string contentType)
    {
        await using var api = await CallApi.StartAsync();
        await api.Store.AppendAsync([CallApi.Call("a"), CallApi.Call("b", 1)], Cancellation);

        using var response = await api.Client.GetAsync($"/api/calls/export?format={format}", Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        var calls = format == "json"
            ? [.. JsonDocument.Parse(text).RootElement.EnumerateArray()]
            : text.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["b", "a"], calls.Select(call => call.GetProperty("id").GetString()));
        Assert.Equal(1540, calls[0].GetProperty("tokens").GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Export_OfAnUnknownFormat_SaysWhatIsAllowed()
    {
        await using var api = await CallApi.StartAsync();

        var errors = await ErrorsAsync(api, "/api/calls/export?format=xml");

        Assert.Equal("must be one of csv, json, ndjson, was \"xml\"", errors.GetProperty("format")[0].GetString());
    }

    [Fact]
    public async Task Import_OfAnExport_BringsTheSameCallsOnce()
    {
        await using var source = await CallApi.StartAsync();
        await source.Store.AppendAsync([.. Enumerable.Range(0, 20).Select(i => CallApi.Call($"{i}", i) with { Tags = ["prod"] })], Cancellation);
        var exported = await source.Client.GetStringAsync("/api/calls/export?format=ndjson", Cancellation);
        await using var target = await CallApi.StartAsync();
        var heard = 0;
        using var subscription = target.Feed.Calls.Subscribe(_ => heard++);

        var first = await ImportAsync(target, exported, "application/x-ndjson");
        var second = await ImportAsync(target, exported, "application/json-seq");

        Assert.Equal("""{"imported":20,"skipped":0,"errors":[],"errors_truncated":0}""", first);
        Assert.Equal("""{"imported":0,"skipped":20,"errors":[],"errors_truncated":0}""", second);
        Assert.Equal(20, heard);
        Assert.Equal(exported, await target.Client.GetStringAsync("/api/calls/export?format=ndjson", Cancellation));
    }

    [Fact]
    public async Task Import_OfABadLine_NamesLineAndReason()
    {
        await using var api = await CallApi.StartAsync();

        var answer = await ImportAsync(api, "{\"started_at\":\"2026-03-14T11:00:00Z\",\"tokens\":{\"input\":\"x\"}}\n{\"started_at\":\"2026-03-14T11:00:00Z\"}", "text/plain");

        Assert.Equal(
            """{"imported":1,"skipped":0,"errors":[{"line":1,"reason":"tokens.input must be a whole number >= 0 and <= 1000000000000, was \"x\""}],"errors_truncated":0}""",
            answer);
    }

    [Fact]
    public async Task Import_WhileTheDatabaseIsLocked_Is503AndSaysWhatToDo()
    {
        await using var api = await CallApi.StartAsync();
        using var other = api.Database.OpenWriter();
        using var begin = new SqliteCommand("BEGIN EXCLUSIVE", other);
        begin.ExecuteNonQuery();

        using var response = await api.Client.PostAsync("/api/calls/import", new StringContent("{\"started_at\":\"2026-03-14T11:00:00Z\"}"), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("Send it again later", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var rollback = new SqliteCommand("ROLLBACK", other);
        rollback.ExecuteNonQuery();
    }

    [Fact]
    public async Task Roles_Asked_ReadAsViewerAndImportAsAdminOnly()
    {
        await using var api = await CallApi.StartAsync();
        using var viewer = api.ClientOf("viewer");
        using var nobody = api.ClientOf("nobody");

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/calls", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/calls/import", new StringContent(""), Cancellation)).StatusCode);
        foreach (var path in (string[])["/api/calls", "/api/calls/a", "/api/calls/export"])
            Assert.Equal(HttpStatusCode.Forbidden, (await nobody.GetAsync(path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task ApiDocument_OfTheEndpoints_NamesOperationsAndParameters()
    {
        await using var api = await CallApi.StartAsync();

        var paths = (await GetAsync(api, "/openapi/v1.json")).GetProperty("paths");

        var list = paths.GetProperty("/api/calls").GetProperty("get");
        Assert.Equal("ListCalls", list.GetProperty("operationId").GetString());
        Assert.Equal(
            ["api_key", "cursor", "from", "limit", "model", "operation", "outcome", "provider", "route", "search", "session", "streaming", "tag", "team", "to", "user"],
            list.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.True(list.GetProperty("responses").TryGetProperty("400", out _));
        Assert.Equal("ExportCalls", paths.GetProperty("/api/calls/export").GetProperty("get").GetProperty("operationId").GetString());
        Assert.Equal("GetCall", paths.GetProperty("/api/calls/{id}").GetProperty("get").GetProperty("operationId").GetString());
        Assert.Equal("ImportCalls", paths.GetProperty("/api/calls/import").GetProperty("post").GetProperty("operationId").GetString());
    }

    private static Task<JsonElement> GetAsync(CallApi api, string path) => api.Client.GetFromJsonAsync<JsonElement>(path, Cancellation);

    private static async Task<JsonElement> ErrorsAsync(CallApi api, string path)
    {
        using var response = await api.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors");
    }

    private static async Task<string> ImportAsync(CallApi api, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await api.Client.PostAsync("/api/calls/import", content, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
