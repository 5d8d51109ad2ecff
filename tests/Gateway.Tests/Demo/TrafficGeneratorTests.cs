using System.Collections.Concurrent;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;
using Gateway.Capture;
using Gateway.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Demo;

public sealed class TrafficGeneratorTests
{
    private const int Enough = 150;

    [Fact]
    public async Task Traffic_OnceTheGatewayListens_CallsItAsManyClientsOfManyProviders()
    {
        var seen = new ConcurrentQueue<(string Path, string? User, string? Team)>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = new MemoryCalls();
        await using var gateway = Gateway(calls);
        gateway.Run(http =>
        {
            seen.Enqueue((http.Request.Path, http.Request.Headers["X-Gateway-User"], http.Request.Headers["X-Gateway-Team"]));
            if (seen.Count >= Enough)
            {
                enough.TrySetResult();
            }

            return Task.CompletedTask;
        });

        await gateway.StartAsync(TestContext.Current.CancellationToken);
        await enough.Task.WaitAsync(TestContext.Current.CancellationToken);
        await gateway.StopAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(calls.Saved);
        var expected = DemoCast.Workloads.Select(workload => workload.Provider).Distinct();
        Assert.Superset(expected.Take(3).ToHashSet(), seen.Select(call => call.Path.Split('/')[1]).ToHashSet());
        Assert.Equal(DemoCast.People.Select(person => person.User).Order(), seen.Select(call => call.User).Distinct().Order());
        Assert.All(seen, call => Assert.NotNull(call.Team));
    }

    private static WebApplication Gateway(MemoryCalls calls)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton<TimeProvider>(new ImmediateTime())
            .AddSingleton<ICallStore>(calls)
            .AddSingleton<ICallLog>(calls)
            .AddSingleton<IPriceBook>(PriceBook.Empty)
            .AddSingleton(_ => new ApiKeyHasher(new byte[32]));
        builder.AddDemo(new ImmediateTime());
        builder.Services.AddDemoTraffic();
        return builder.Build();
    }
}
