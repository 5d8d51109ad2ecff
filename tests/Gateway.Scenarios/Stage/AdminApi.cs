using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Scenarios.Stage;

/// <summary>The gateway's own HTTP API, spoken with an admin key.</summary>
internal sealed class AdminApi(HttpClient http)
{
    public const string Key = "scenario-admin-key-0123456789";

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await http.GetAsync(path, Cancellation);
        return await ReadAsync(response);
    }

    public async Task<JsonNode> PostAsync(string path, object? body = null)
    {
        using var response = await http.PostAsJsonAsync(path, body ?? new { }, Cancellation);
        return await ReadAsync(response);
    }

    public async Task<JsonNode> PutAsync(string path, object body)
    {
        using var response = await http.PutAsJsonAsync(path, body, Cancellation);
        return await ReadAsync(response);
    }

    public async Task DeleteAsync(string path)
    {
        using var response = await http.DeleteAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    /// <summary>The status alone, for what the API is to refuse.</summary>
    public async Task<HttpStatusCode> TryPostAsync(string path, object? body = null)
    {
        using var response = await http.PostAsJsonAsync(path, body ?? new { }, Cancellation);
        return response.StatusCode;
    }

    public async Task<JsonNode> ImportAsync(IEnumerable<JsonObject> calls)
    {
        using var body = new StringContent(string.Join('\n', calls.Select(call => call.ToJsonString())), Encoding.UTF8, "application/x-ndjson");
        using var response = await http.PostAsync("/api/calls/import", body, Cancellation);
        return await ReadAsync(response);
    }

    /// <summary>Every call in the log, newest first, over as many pages as it takes.</summary>
    public async Task<List<JsonNode>> CallsAsync()
    {
        var calls = new List<JsonNode>();
        for (string? cursor = null; ;)
        {
            var page = await GetAsync("/api/calls?limit=500" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
            calls.AddRange(page.All("calls"));
            cursor = page.At("next_cursor")?.GetValue<string>();
            if (cursor is null)
            {
                return calls;
            }
        }
    }

    /// <summary>The log once it holds this many calls.</summary>
    public Task<List<JsonNode>> CallsAsync(int count) => Eventually.GetAsync(
        async () => await CallsAsync() is { } calls && calls.Count >= count ? calls : null,
        $"{count} calls in the log",
        async () => $"{(await CallsAsync()).Count}");

    /// <summary>The call that an answer's <c>X-Gateway-Call-Id</c> names.</summary>
    public Task<JsonNode> CallAsync(string id) => Eventually.GetAsync(
        async () => (await CallsAsync()).Find(call => call.Text("id") == id), $"call {id} in the log");

    public async Task<List<JsonNode>> ActiveAlertsAsync() => [.. (await GetAsync("/api/alerts/active")).All("alerts")];

    /// <summary>The rule's alert once it is open.</summary>
    public Task<JsonNode> AlertAsync(string ruleId) => Eventually.GetAsync(
        async () => (await ActiveAlertsAsync()).Find(alert => alert.Text("rule_id") == ruleId),
        $"an open alert of '{ruleId}'",
        HealthTextAsync);

    public Task<JsonNode> AlertDetailAsync(string id) => GetAsync($"/api/alerts/history/{id}");

    /// <summary>The alert once it looks as expected.</summary>
    public Task<JsonNode> AlertDetailAsync(string id, Func<JsonNode, bool> expected, string what) => Eventually.GetAsync(
        async () => await AlertDetailAsync(id) is { } alert && expected(alert) ? alert : null,
        what,
        async () => (await AlertDetailAsync(id)).ToJsonString());

    /// <summary>All alerts there ever were.</summary>
    public async Task<List<JsonNode>> HistoryAsync() => [.. (await GetAsync("/api/alerts/history?limit=500")).All("alerts")];

    /// <summary>The part's health once it looks as expected; parts appear when they first have something to say.</summary>
    public Task<JsonNode> HealthAsync(string part, Func<JsonNode, bool> expected) => Eventually.GetAsync(
        async () => (await GetAsync("/api/system/health")).All("parts").FirstOrDefault(health => health.Text("name") == part && expected(health)),
        $"a change of health of '{part}'",
        HealthTextAsync);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> HealthTextAsync() => (await GetAsync("/api/system/health")).ToJsonString();

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
