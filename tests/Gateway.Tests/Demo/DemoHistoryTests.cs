using System.Runtime.CompilerServices;
using Gateway.Alerting.Pricing;
using Gateway.Capture;
using Gateway.Demo;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Demo;

public sealed class DemoHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly PriceBook Prices = PriceBookFile.Read(Path.Combine(Root(), "config", "prices.json")).Book!;

    private readonly MemoryCalls _calls = new();
    private readonly ApiKeyHasher _keys = new(new byte[32]);

    [Fact]
    public async Task Seed_EmptyDatabase_WritesAPricedPastUpToNow()
    {
        await History().SeedAsync(TestContext.Current.CancellationToken);

        Assert.InRange(_calls.Saved.Count, 1_000, DemoHistory.MostCalls);
        Assert.True(_calls.Saved[0].StartedAt >= Now - DemoHistory.Length);
        Assert.True(_calls.Saved[^1].StartedAt < Now);
        Assert.All(_calls.Saved, call => Assert.Equal(PriceStatus.Priced, call.Provider == "openrouter" ? PriceStatus.Priced : call.Cost.Status));
        Assert.Equal(_calls.Saved.Count, _calls.Saved.Select(call => call.Id).Distinct().Count());
        Assert.Contains(_calls.Saved, call => call.StartedAt.Date == Now.Date.AddDays(-1) && call.StartedAt.TimeOfDay < Now.TimeOfDay);
    }

    /// <summary>As the meter does it for live calls: analytics tells keys apart by both.</summary>
    [Fact]
    public void Calls_OfAKey_NameItAsTheMeterDoes()
    {
        var expected = DemoCast.People.Select(person => (_keys.Name(person.ApiKey).Label, _keys.Name(person.ApiKey).Id)).Distinct();

        Assert.Equal(expected.Order(), History().Calls(Now, seed: 3).Select(call => (call.ApiKey, call.ApiKeyId!)).Distinct().Order());
    }

    [Fact]
    public async Task Seed_DatabaseWithCalls_AddsNothing()
    {
        await History().SeedAsync(TestContext.Current.CancellationToken);
        var before = _calls.Saved.Count;

        await History().SeedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, _calls.Saved.Count);
    }

    [Fact]
    public void Calls_SameSeedAndEnd_AreTheSame()
    {
        var once = History().Calls(Now, seed: 3).Select(call => call with { Id = "", Tags = [] }).ToList();
        var again = History().Calls(Now, seed: 3).Select(call => call with { Id = "", Tags = [] }).ToList();

        Assert.Equal(once, again);
    }

    [Fact]
    public void Cast_EveryModelWithAList_HasAPrice()
    {
        var listed = DemoCast.Workloads.Where(workload => workload.Provider != "openrouter");

        Assert.All(listed, workload => Assert.Equal(PriceStatus.Priced, Prices.Price(workload.Provider, null, workload.Model, default).Status));
    }

    public void Dispose() => _keys.Dispose();

    private DemoHistory History() => new(_calls, _calls, Prices, _keys, new FakeTimeProvider(Now));

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(path)!);
}
