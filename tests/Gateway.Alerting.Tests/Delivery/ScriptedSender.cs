using System.Collections.Concurrent;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Channels.Webhook;

namespace Gateway.Alerting.Tests.Delivery;

/// <summary>A sender whose every try waits for the test's answer.</summary>
internal sealed class ScriptedSender : ConfiguredSender<WebhookConfig>
{
    private readonly ConcurrentDictionary<string, System.Threading.Channels.Channel<TaskCompletionSource<DeliveryOutcome>>> _tries = new();

    public ConcurrentQueue<string> Tried { get; } = new();

    public override string Type => "webhook";

    protected override Task<DeliveryOutcome> SendAsync(Alerting.Delivery.Delivery delivery, NotificationChannel channel, WebhookConfig config, CancellationToken cancellationToken)
    {
        Tried.Enqueue(delivery.Id);
        var answer = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Tries(channel.Id).Writer.TryWrite(answer);
        return answer.Task;
    }

    public ScriptedTry Next(string channel) => new(Tries(channel).Reader);

    private System.Threading.Channels.Channel<TaskCompletionSource<DeliveryOutcome>> Tries(string channel) =>
        _tries.GetOrAdd(channel, _ => System.Threading.Channels.Channel.CreateUnbounded<TaskCompletionSource<DeliveryOutcome>>());
}

internal sealed record ScriptedTry(System.Threading.Channels.ChannelReader<TaskCompletionSource<DeliveryOutcome>> Tries)
{
    public Task<TaskCompletionSource<DeliveryOutcome>> Arrived() => Tries.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(DeliveryWorkerTests.Patience, TestContext.Current.CancellationToken);

    public async Task Answer(DeliveryOutcome outcome) => (await Arrived()).SetResult(outcome);
}
