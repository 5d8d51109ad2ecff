using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Delivery;

public sealed partial class DeliveryWorker
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Sent {Event} to {Channel} ({Delivery})")]
    private partial void DeliverySent(string delivery, string channel, string @event);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages waited for {Channel}, more than it takes in a minute: they were put together")]
    private partial void MessagesFolded(int count, string channel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {Delivery} to {Channel} failed, next try in {Wait}: {Error}")]
    private partial void DeliveryDelayed(string delivery, string channel, TimeSpan wait, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Delivery} was refused by {Channel} for good: {Error}")]
    private partial void DeliveryRejected(string delivery, string channel, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Delivery} to {Channel} is dead, every try failed: {Error}")]
    private partial void DeliveryDead(string delivery, string channel, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending delivery {Delivery} to {Channel} failed inside the sender")]
    private partial void SenderFailed(Exception fault, string delivery, string channel);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be read; messages wait")]
    private partial void OutboxUnreadable(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of delivery {Delivery} cannot be recorded; trying again")]
    private partial void AttemptNotRecorded(Exception fault, string delivery);
}
