using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>What a Prometheus server reads.</summary>
public sealed partial class MetricsTests
{
    /// <summary>All that a series of calls may be told apart by: nothing in it names a person or a key.</summary>
    private static readonly string[] Labels = ["error_type", "gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_token_type", "le", "otel_scope_name"];

    [Fact]
    public async Task Metrics_Scraped_HasTheGenAiNames()
    {
        await using var provider = await ChatProvider.StartAsync();
        using var folder = new TemporaryFolder();
        // A process of its own: meters of one name are the same to every gateway in a process.
        await using var gateway = await GatewayProcess.StartAsync([.. GatewaySettings.In(folder), .. GatewaySettings.Providers(provider.Address)]);
        gateway.Client.DefaultRequestHeaders.Add("X-Gateway-User", "ada-of-search");
        await gateway.Client.ChatAsync(usage: "1000,100");
        var call = Assert.Single(await gateway.Api.CallsAsync(1));
        Assert.Equal(("ada-of-search", "sk-…9fQ2"), (call.Text("user"), call.Text("api_key")));

        // Scrapers have no key.
        var scraped = await Eventually.GetAsync(
            async () => await gateway.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken) is { } text && text.Contains("gen_ai_client_operation_duration_seconds_count{", StringComparison.Ordinal) ? text : null,
            "the call in the metrics");

        Assert.Equal(1, Value(scraped, "gen_ai_client_operation_duration_seconds_count"));
        Assert.Equal(1000, Value(scraped, "gen_ai_client_token_usage_sum", "gen_ai_token_type=\"input\""));
        Assert.Equal(100, Value(scraped, "gen_ai_client_token_usage_sum", "gen_ai_token_type=\"output\""));
        Assert.Equal((double)call.Money("cost_usd"), Value(scraped, "gateway_cost_USD_total"));
        Assert.Equal(0, Value(scraped, "gateway_in_flight_calls"));
        Assert.Empty(OfCalls(scraped).SelectMany(line => Label().Matches(line)).Select(label => label.Groups[1].Value).Except(Labels));
        Assert.DoesNotContain("ada-of-search", scraped, StringComparison.Ordinal);
        Assert.DoesNotContain("9fQ2", scraped, StringComparison.Ordinal);
    }

    /// <summary>Of the one series with that name and label.</summary>
    private static double Value(string scraped, string name, string label = "") =>
        double.Parse(Assert.Single(OfCalls(scraped), line => line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static IEnumerable<string> OfCalls(string scraped) =>
        scraped.Split('\n').Where(line => line.StartsWith("gen_ai_", StringComparison.Ordinal) || line.StartsWith("gateway_", StringComparison.Ordinal));

    [GeneratedRegex("""[{,](\w+)=["]""")]
    private static partial Regex Label();
}
