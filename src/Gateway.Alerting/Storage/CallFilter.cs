using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Storage;

/// <summary>Which calls of the log are meant. Every part that is null matches all; the parts are ANDed.</summary>
public sealed record CallFilter
{
    /// <summary>Inclusive, by start.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, by start.</summary>
    public DateTimeOffset? To { get; init; }

    public string? Provider { get; init; }

    /// <summary>Compared with the model that answered, or that was asked for when none answered.</summary>
    public string? Model { get; init; }

    public string? Route { get; init; }

    public string? Operation { get; init; }

    public CallOutcome? Outcome { get; init; }

    public string? User { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    public string? Tag { get; init; }

    /// <summary>The displayed form, such as <c>sk-…9fQ2</c>.</summary>
    public string? ApiKey { get; init; }

    public bool? Streaming { get; init; }

    /// <summary>Case-insensitive part of id, model, user, team, session, key or error type.</summary>
    public string? Search { get; init; }

    public static CallFilter All { get; } = new();
}
