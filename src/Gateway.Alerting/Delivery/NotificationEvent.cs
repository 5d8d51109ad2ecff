namespace Gateway.Alerting.Delivery;

/// <summary>What there is to tell of an alert.</summary>
public enum NotificationEvent
{
    Opened,

    /// <summary>It is still on after the rule's repeat interval; the message says again what was said at the opening.</summary>
    Repeated,
    Acknowledged,
    Resolved,
}

/// <summary>The <c>type</c> that messages have.</summary>
public static class NotificationEvents
{
    public static string TypeOf(NotificationEvent what) => what switch
    {
        NotificationEvent.Acknowledged => MessageTypes.Acknowledged,
        NotificationEvent.Resolved => MessageTypes.Resolved,
        _ => MessageTypes.Opened,
    };

    /// <summary>What a message of an alert tells; a repeat is an opening.</summary>
    public static NotificationEvent OfType(string type) => type switch
    {
        MessageTypes.Acknowledged => NotificationEvent.Acknowledged,
        MessageTypes.Resolved => NotificationEvent.Resolved,
        _ => NotificationEvent.Opened,
    };
}
