namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>One type of channel: what its configuration holds, and how much it may be sent.</summary>
public interface IChannelType
{
    /// <summary>As in <c>type</c>.</summary>
    string Name { get; }

    /// <summary>What it is in words, with its fields: the very ones that <see cref="Read"/> asks for.</summary>
    ChannelDescription Description { get; }

    /// <summary>The receiver's documented limit, or a polite one; null where the receiver is people's own.</summary>
    int? RateLimitPerMinute { get; }

    /// <summary>Whether the receiver keeps an alert's state by our messages: each of them then counts, and none can be told in a digest.</summary>
    bool KeepsAlerts => false;

    /// <summary>Reads and checks the fields of this type. Null when it cannot send with them; the values then say why.</summary>
    ChannelConfig? Read(ConfigValues values);
}

/// <summary>What a sender needs to know about one channel. Secrets in it are of type <see cref="Secret"/>.</summary>
public abstract record ChannelConfig
{
    /// <summary>Never the values: even an address that is no secret may have one in its query.</summary>
    public sealed override string ToString() => GetType().Name;
}
