using System.Collections.Concurrent;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Delivery;

/// <summary>
/// Empties the outbox: one message at a time for each channel, channels side by side, so that a slow receiver holds up only itself.
/// A channel whose gate is closed waits with all its messages. At least once: a crash between a receiver's yes and our note of it sends the message again, under the same id.
/// </summary>
public sealed partial class DeliveryWorker(
    IDeliveryOutbox outbox,
    IDeliveryDigests digests,
    ChannelDirectory channels,
    IEnumerable<IChannelSender> senders,
    RetrySchedule schedule,
    ChannelGates gates,
    SystemHealth health,
    TimeProvider time,
    ILogger<DeliveryWorker> log) : BackgroundService
{
    /// <summary>How long to leave a database alone that does not answer.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Timers end at 49 days, schedules need not: a longer wait is taken in parts.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Dictionary<string, IChannelSender> _senders = senders.ToDictionary(sender => sender.Type, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _busy = new(StringComparer.Ordinal);

    /// <summary>The one wait for new messages, kept until it ends: one that is given up may still take the next signal with it.</summary>
    private Task _arrival = Task.CompletedTask;

    private bool _gatesKnow;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                ListenForNew(stoppingToken);
                await RestoreGatesAsync(stoppingToken);
                await StartDueAsync(stoppingToken);
                await WaitForWorkAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                OutboxUnreadable(fault);
                health.Report(HealthParts.Delivery, HealthState.Degraded, $"the outbox cannot be read, messages wait: {fault.Message}");
                await Task.Delay(AfterFault, time, CancellationToken.None);
            }
        }

        await Task.WhenAll(_busy.Values);
    }

    /// <summary>Before the outbox is looked at: what is put in after the look must still wake the worker.</summary>
    private void ListenForNew(CancellationToken stopping)
    {
        if (_arrival.IsCompleted)
        {
            _arrival = outbox.WaitForNewAsync(stopping);
        }
    }

    private async Task RestoreGatesAsync(CancellationToken stopping)
    {
        if (_gatesKnow)
        {
            return;
        }

        foreach (var tries in (await outbox.LatestTriesAsync(time.GetUtcNow() - RetrySchedule.LongestRetryAfter, stopping)).GroupBy(past => past.ChannelId))
        {
            if (channels.Find(tries.Key) is { } channel)
            {
                gates.Restore(channel, tries);
            }
        }

        _gatesKnow = true;
    }

    private async Task StartDueAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var notNow = NotNow(_busy.Keys, now);
        await FoldOverflowAsync(notNow, now, stopping);
        foreach (var delivery in await outbox.DueAsync(now, notNow, stopping))
        {
            // Entered before it can end: the task leaves the dictionary itself.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _busy[delivery.ChannelId] = DeliverAsync(delivery, started.Task, stopping);
            started.SetResult();
        }
    }

    /// <summary>Only on channels that can send now: what a closed one will say is decided when it opens, in as few messages as possible.</summary>
    private async Task FoldOverflowAsync(IReadOnlyCollection<string> notNow, DateTimeOffset now, CancellationToken stopping)
    {
        var limited = channels.Ids.Except(notNow).Select(channels.Find).OfType<NotificationChannel>().Where(channel => channel is { Config: not null, RateLimitPerMinute: not null });
        foreach (var folded in await digests.FoldAsync([.. limited], now, stopping))
        {
            MessagesFolded(folded.Count, folded.ChannelId);
        }
    }

    /// <summary>Until a message is put in, one falls due, or a channel is free again.</summary>
    private async Task WaitForWorkAsync(CancellationToken stopping)
    {
        // Looked at once: a channel that is left out of the next due message because it is busy must be one whose end is waited for,
        // or a message that came meanwhile would lie there until something else happens.
        var busy = _busy.ToArray();
        var now = time.GetUtcNow();
        var next = Earlier(await outbox.NextDueAsync(NotNow(busy.Select(channel => channel.Key), now), stopping), gates.NextReady(now));
        health.Report(HealthParts.Delivery, HealthState.Healthy, "messages are being delivered");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var waits = new List<Task>(busy.Select(channel => channel.Value)) { _arrival };
        if (next is { } due)
        {
            var wait = Math.Clamp((due - time.GetUtcNow()).Ticks, 0, LongestWait.Ticks);
            var timer = Task.Delay(TimeSpan.FromTicks(wait), time, enough.Token);
            // The clock may have been set, or a test's moved on, before the timer ran: it would then ring as much too late.
            waits.Add(time.GetUtcNow() >= due ? Task.CompletedTask : timer);
        }

        await Task.WhenAny(waits);
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>The channels that are in the middle of a message, and those whose gate is closed.</summary>
    private IReadOnlyCollection<string> NotNow(IEnumerable<string> busy, DateTimeOffset now) => [.. busy.Union(gates.Closed(now))];

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;

    private async Task DeliverAsync(Delivery delivery, Task started, CancellationToken stopping)
    {
        await started;
        try
        {
            var begun = time.GetTimestamp();
            var at = time.GetUtcNow();
            var outcome = await SendAsync(delivery, stopping);
            await RecordUntilStoredAsync(delivery, new(at, time.GetElapsedTime(begun), outcome), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Shutting down in the middle of a try: the message stays pending and goes out after the restart, under the same id.
        }
        catch (Exception fault)
        {
            SenderFailed(fault, delivery.Id, delivery.ChannelId);
            await RecordUntilStoredAsync(delivery, new(time.GetUtcNow(), TimeSpan.Zero, new(DeliveryResult.Retryable, Error: fault.GetType().Name)), stopping);
        }
        finally
        {
            _busy.TryRemove(delivery.ChannelId, out _);
        }
    }

    /// <summary>What was sent must not be sent again only because the database is locked: the channel waits for the note of it.</summary>
    private async Task RecordUntilStoredAsync(Delivery delivery, DeliveryAttempt attempt, CancellationToken stopping)
    {
        while (await TryRecordAsync(delivery, attempt) is { } fault && !stopping.IsCancellationRequested)
        {
            AttemptNotRecorded(fault, delivery.Id);
            health.Report(HealthParts.Delivery, HealthState.Degraded, $"what became of a message cannot be recorded, its channel waits: {fault.Message}");
            await Task.Delay(AfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Exception?> TryRecordAsync(Delivery delivery, DeliveryAttempt attempt)
    {
        try
        {
            await RecordAsync(delivery, attempt);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    private async Task<DeliveryOutcome> SendAsync(Delivery delivery, CancellationToken stopping)
    {
        if (channels.Find(delivery.ChannelId) is not { } channel || !_senders.TryGetValue(channel.Type, out var sender))
        {
            return new(DeliveryResult.NotConfigured);
        }

        var gate = gates.Of(channel);
        if (gate.Gone is { } reason)
        {
            return new(DeliveryResult.NotConfigured, Error: reason);
        }

        if (channel.RateLimitPerMinute is not null)
        {
            await outbox.BeginAsync(delivery, stopping);
        }

        gate.Take(time.GetUtcNow());
        var outcome = await sender.SendAsync(delivery, channel, stopping);
        gate.Note(outcome, time.GetUtcNow());
        return outcome with { Error = channel.Redact(outcome.Error) };
    }

    private Task RecordAsync(Delivery delivery, DeliveryAttempt attempt)
    {
        var outcome = attempt.Outcome;
        switch (outcome.Result)
        {
            case DeliveryResult.Delivered:
                DeliverySent(delivery.Id, delivery.ChannelId, delivery.Event);
                return outbox.RecordAsync(delivery, attempt, DeliveryStatus.Sent, null, null, CancellationToken.None);
            case DeliveryResult.NotConfigured:
                return outbox.RecordAsync(delivery, null, DeliveryStatus.Skipped, outcome.Error ?? NotificationDecision.NotConfigured, null, CancellationToken.None);
            case DeliveryResult.Rejected or DeliveryResult.Gone:
                DeliveryRejected(delivery.Id, delivery.ChannelId, outcome.Error);
                return outbox.RecordAsync(delivery, attempt, DeliveryStatus.Failed, outcome.Error, null, CancellationToken.None);
            default:
                return RetryAsync(delivery, attempt);
        }
    }

    private Task RetryAsync(Delivery delivery, DeliveryAttempt attempt)
    {
        var wait = schedule.Next(delivery.Attempts + 1, attempt.Outcome.RetryAfter, Random.Shared.NextDouble());
        if (wait is null)
        {
            DeliveryDead(delivery.Id, delivery.ChannelId, attempt.Outcome.Error);
            return outbox.RecordAsync(delivery, attempt, DeliveryStatus.Dead, attempt.Outcome.Error, null, CancellationToken.None);
        }

        DeliveryDelayed(delivery.Id, delivery.ChannelId, wait.Value, attempt.Outcome.Error);
        return outbox.RecordAsync(delivery, attempt, DeliveryStatus.Pending, attempt.Outcome.Error, time.GetUtcNow() + wait.Value, CancellationToken.None);
    }
}
