using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery;

/// <summary>One channel as people see it: how it is set up, and where.</summary>
public sealed class ChannelEntry
{
    /// <summary>As messages meet it.</summary>
    public required NotificationChannel Channel { get; init; }

    /// <summary>What was written.</summary>
    public ChannelFields Fields { get; init; } = ChannelFields.None;

    public ChannelSource Source { get; init; }

    /// <summary>The names of the settings and variables that it is written in, for one that is not changed in the API.</summary>
    public string? Place { get; init; }

    /// <summary>Who set it up in the API last, and when.</summary>
    public string? UpdatedBy { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Another number after every change in the API; 0 for one that nobody has set up, null for one that is not changed there.</summary>
    public long? Version => IsReadOnly ? null : StoredVersion;

    internal long StoredVersion { get; init; }

    /// <summary>Settings of the same id win over one that was set up in the API, which then has no effect.</summary>
    public bool HidesStored { get; init; }

    public string Id => Channel.Id;

    /// <summary>Settings and environment are not changed in the API.</summary>
    public bool IsReadOnly => Source is ChannelSource.Settings or ChannelSource.Environment;
}

/// <summary>Where a channel is set up.</summary>
public enum ChannelSource
{
    /// <summary>It always exists, and nobody has set it up.</summary>
    BuiltIn,

    /// <summary>In the API or on the page.</summary>
    Api,
    Settings,
    Environment,
}
