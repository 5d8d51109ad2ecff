using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Delivery.Messages;
using Gateway.Alerting.Tests.Delivery.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>What an Alertmanager is told again and again.</summary>
public sealed class AlertmanagerUpkeepTests
{
    [Fact]
    public async Task Upkeep_EveryMinute_PostsWhatIsOnAndWasTold()
    {
        await using var stage = new DeliveryStage("alertmanager");
        await stage.OpenAsync("told", "also-told", "waiting");
        await stage.EndNextAsync("alertmanager", DeliveryStatus.Sent);
        await stage.EndNextAsync("alertmanager", DeliveryStatus.Sent);
        var posts = Channel.CreateUnbounded<string>();
        await using var provider = Services(stage, posts);
        using var upkeep = new AlertmanagerUpkeep(
            stage.Channels,
            new ChannelGates(RetrySchedule.Default, stage.Time),
            provider.GetRequiredService<AlertmanagerSender>(),
            new SqliteToldAlerts(stage.Database),
            stage.Time,
            NullLogger<AlertmanagerUpkeep>.Instance);
        await upkeep.StartAsync(DeliveryStage.Cancel);

        Assert.Equal(["also-told until 13:01", "told until 13:01"], await PostedAsync(stage, posts));
        Assert.Equal(["also-told until 13:02", "told until 13:02"], await PostedAsync(stage, posts));

        // The end is a message of its own; the upkeep says it once more, in case its last post came behind that.
        await stage.ResolveAsync("told");
        Assert.Equal(["also-told until 13:03", "told until 12:02"], await PostedAsync(stage, posts));
        Assert.Equal(["also-told until 13:04"], await PostedAsync(stage, posts));
        await upkeep.StopAsync(DeliveryStage.Cancel);
    }

    private static async Task<IReadOnlyList<string>> PostedAsync(DeliveryStage stage, Channel<string> posts)
    {
        stage.Time.Advance(AlertmanagerUpkeep.Interval);
        var post = await posts.Reader.ReadAsync(DeliveryStage.Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), DeliveryStage.Cancel);
        return [.. JsonNode.Parse(post)!.AsArray().Select(alert => $"{alert!["labels"]!["model"]} until {alert["endsAt"]!.ToString()[11..16]}").Order(StringComparer.Ordinal)];
    }

    private static ServiceProvider Services(DeliveryStage stage, Channel<string> posts)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(stage.Time);
        services.AddSingleton(SomeMessages.Announcer);
        services.AddHttpClient(OutboundHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => new Receiver(posts)).RemoveAllLoggers();
        services.AddChannelSenders(_ => null);
        return services.BuildServiceProvider();
    }

    private sealed class Receiver(Channel<string> posts) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            posts.Writer.TryWrite(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new(HttpStatusCode.OK);
        }
    }
}
