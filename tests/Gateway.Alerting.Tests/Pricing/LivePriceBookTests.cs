using Gateway.Alerting.Files;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Pricing;

public sealed class LivePriceBookTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("prices").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly SystemHealth _health;

    public LivePriceBookTests() => _health = new SystemHealth(_time);

    private string PricesPath => Path.Combine(_directory, "prices.json");

    private PartHealth Health => _health.Parts.Single(part => part.Name == HealthParts.Prices);

    [Fact]
    public void File_Edited_CountsFromTheNextLookOn()
    {
        Write("1");
        using var prices = Open();
        Assert.Equal(1m, prices.InputPrice("p", "m"));

        Write("2.5");
        _time.Advance(FilePoller.DefaultInterval);

        Assert.Equal(2.5m, prices.InputPrice("p", "m"));
        Assert.Equal(HealthState.Healthy, Health.State);
    }

    [Fact]
    public void File_MissingAtStart_LeavesCallsUnpricedUntilItIsThere()
    {
        using var prices = Open();
        Assert.Null(prices.InputPrice("p", "m"));
        Assert.Equal(HealthState.Degraded, Health.State);
        Assert.Contains("does not exist", Health.Words, StringComparison.Ordinal);
        Assert.Contains("unpriced", Health.Words, StringComparison.Ordinal);

        Write("1");
        _time.Advance(FilePoller.DefaultInterval);

        Assert.Equal(1m, prices.InputPrice("p", "m"));
        Assert.Equal(HealthState.Healthy, Health.State);
    }

    [Fact]
    public void File_Broken_KeepsTheLastGoodPricesAndSaysWhy()
    {
        Write("1");
        using var prices = Open();

        Write("-22");
        _time.Advance(FilePoller.DefaultInterval);

        Assert.Equal(1m, prices.InputPrice("p", "m"));
        Assert.Equal(HealthState.Degraded, Health.State);
        Assert.Contains("$.providers.p.models.m.input: \"-22\" is negative", Health.Words, StringComparison.Ordinal);

        Write("333");
        _time.Advance(FilePoller.DefaultInterval);

        Assert.Equal((333m, HealthState.Healthy), (prices.InputPrice("p", "m"), Health.State));
    }

    [Fact]
    public void File_Deleted_KeepsTheLastGoodPrices()
    {
        Write("1");
        using var prices = Open();

        File.Delete(PricesPath);
        _time.Advance(FilePoller.DefaultInterval);

        Assert.Equal((1m, HealthState.Degraded), (prices.InputPrice("p", "m"), Health.State));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private LivePriceBook Open() => new(PricesPath, _health, _time, NullLogger<LivePriceBook>.Instance);

    private void Write(string input) =>
        File.WriteAllText(PricesPath, $$"""{ "providers": { "p": { "models": { "m": { "input": "{{input}}" } } } } }""");
}
