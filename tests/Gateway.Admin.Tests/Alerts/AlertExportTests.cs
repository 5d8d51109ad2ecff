using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Alerts;

public sealed class AlertExportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_AsCsv_IsAnswerOfTheFilterInQuotedCells()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(AdminHost.ViewerKey).GetAsync("/api/alerts/history/export?rule_id=slow-answers", Cancel);
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=\"alerts-20300317T094208Z.csv\"", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(
            """
            "id","rule_id","rule_name","group","status","severity","triggered_at","acknowledged_at","acknowledged_by","resolved_at","resolved_by","seconds_to_resolve","description","value_at_trigger","peak_value","value_at_resolve","conditions","labels","runbook_url"
            "a3","slow-answers","Slow answers","model=gpt-5.4","acknowledged","medium","2030-03-17T09:04:08.000Z","2030-03-17T09:11:08.000Z","maria","","","","p95 latency of gpt-5.4 is 9.9 s over 5 minutes; the limit is 8.0 s.","9877","11654.859999999999","","p95_latency > 8000 (was 9877); total_requests >= 20 (was 1204)","","https://runbooks.example.com/a3"

            """.ReplaceLineEndings("\r\n"),
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"https://evil.example\",\"x\")")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public async Task Export_AsCsv_NeverStartsACellWithAFormula(string name)
    {
        await using var host = await AdminHost.StartAsync(scene: false);
        var alert = Scene.Alert("x", "harmless", AlertPriority.High, 1, name, new("errors", ">", 1, 2, true, 2, null), name) with { RuleName = name };
        await host.Alerts.AddAsync(new AlertDetail(alert, [], []));
        var text = await host.Client(AdminHost.ViewerKey).GetStringAsync("/api/alerts/history/export?format=csv", Cancel);
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        var row = (IDictionary<string, object>)csv.GetRecords<dynamic>().Single();
        Assert.Equal("'" + name, row["rule_name"]);
        Assert.Equal("'" + name, row["description"]);
        Assert.DoesNotContain(row.Values.Cast<string>(), cell => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]);
    }

    [Fact]
    public async Task Export_AsJson_IsEveryMatchNewestFirst()
    {
        await using var host = await AdminHost.StartAsync();
        var alerts = await host.Client(AdminHost.ViewerKey).GetFromJsonAsync<JsonArray>("/api/alerts/history/export?format=json&status=unresolved", Cancel);
        Assert.Equal(["a1", "a2", "a3", "a4"], alerts!.Select(alert => (string)alert!["id"]!));
        Assert.Equal("gpt-5.4", (string)alerts![2]!["group"]!["model"]!);
    }
}
