using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Delivery;

public sealed partial class DeliveryWorker
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Sent {Event} to {Channel} ({Delivery})")]
    private partial void DeliverySent(string delivery, string channel, string @event);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {Delivery} to {Channel} failed, next try in {Wait}: {Error}")]
    private partial void DeliveryDelayed(string delivery, string channel, TimeSpan wait, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Delivery} was refused by {Channel} for good: {Error}")]
    private partial void DeliveryRejected(string delivery, string channel, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Delivery} to {Channel} is dead, every try failed: {Error}")]
    private partial void DeliveryDead(string delivery, string channel, string? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be read; messages wait")]
    private partial void OutboxUnreadable(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of delivery {Delivery} could not be recorded; it will be repeated under the same id")]
    private partial void AttemptNotRecorded(Exception fault, string delivery);
}
