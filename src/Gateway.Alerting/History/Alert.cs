using System.Text.Json.Serialization;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.History;

/// <summary>A firing that people handle. What it says about the firing is fixed when it opens; how it is handled changes.</summary>
public sealed record Alert
{
    public required string Id { get; init; }

    public required string RuleId { get; init; }

    /// <summary>The rule's name when the alert opened; the rule may have been renamed or deleted since.</summary>
    public required string RuleName { get; init; }

    /// <summary>Which group of the rule fired, such as <c>model → gpt-5.4</c>; empty for a rule without <c>group_by</c>.</summary>
    public IReadOnlyDictionary<string, string> Group { get; init; } = new Dictionary<string, string>();

    public AlertStatus Status { get; init; }

    public AlertPriority Severity { get; init; }

    public required DateTimeOffset TriggeredAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>A person's or API key's name, or <c>gateway</c> for the engine.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>What happened, in a plain sentence with the numbers of that moment.</summary>
    public required string Description { get; init; }

    /// <summary>What the rule's author says it is about.</summary>
    public string? RuleDescription { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public string? RunbookUrl { get; init; }

    /// <summary>Every condition of the rule with its number at the moment of firing.</summary>
    public IReadOnlyList<ConditionReading> Conditions { get; init; } = [];

    /// <summary>The condition whose number stands for the alert: the first that was met when it opened.</summary>
    [JsonIgnore]
    public ConditionReading? Leading => Conditions.FirstOrDefault(condition => condition.Met) ?? (Conditions is [var first, ..] ? first : null);

    /// <summary>The leading condition's number: at the opening, at its worst, and at the end.</summary>
    public double? ValueAtTrigger { get; init; }

    public double? PeakValue { get; init; }

    public double? ValueAtResolve { get; init; }

    /// <summary>The name that stands for the engine in <see cref="ResolvedBy"/> and in the timeline.</summary>
    public const string ByEngine = "gateway";
}

/// <summary>How far people are with an alert.</summary>
/// <remarks>The stored numbers are part of the database format: append only.</remarks>
public enum AlertStatus
{
    Open = 0,
    Acknowledged = 1,
    Resolved = 2,
}

/// <summary>One condition with what it wanted and what it saw. <c>actual</c> is null when there was nothing to measure; <c>reason</c> then says why.</summary>
public sealed record ConditionReading(string Metric, string Operator, double Threshold, double? Actual, bool Met, long Requests, string? Reason);

/// <summary>One line of an alert's timeline. Kinds: <c>opened, fired_again, flapping, acknowledged, unacknowledged, note, resolved</c>, and <c>delivery</c> for each try of a message and each that is not sent.</summary>
public sealed record AlertEvent(DateTimeOffset At, string Kind, string By, string? Text)
{
    public const string Delivery = "delivery";

    /// <summary>What became of a message, which <see cref="Text"/> says too; null on other lines.</summary>
    [JsonIgnore]
    public DeliveryNews? News { get; init; }
}

/// <param name="Did">Up to the channel, such as <c>Sent to</c>.</param>
/// <param name="Channel">Its id.</param>
/// <param name="Event">What was told.</param>
/// <param name="IsRepeat">The channel had been told of the opening before.</param>
/// <param name="Why">Null where nothing is to be explained.</param>
public sealed record DeliveryNews(string Did, string Channel, string Event, bool IsRepeat, string? Why)
{
    /// <summary>In a sentence, with the reader's words for the channel and the event.</summary>
    public string Say(string channel, string told) => $"{Did} {channel} ({told}{(IsRepeat ? ", again" : "")}){(Why is null ? "" : $": {Why}")}";
}

/// <summary>An alert with all that happened to it, in the order of time.</summary>
public sealed record AlertDetail(Alert Alert, IReadOnlyList<AlertEvent> Timeline, IReadOnlyList<DeliverySummary> Deliveries);

/// <summary>One message owed for an alert, as people see it.</summary>
public sealed record DeliverySummary(string Id, string Channel, string Event, string Status, string? Reason, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, DateTimeOffset? NextAttemptAt)
{
    /// <summary>An opening of which the channel has been told before.</summary>
    public bool IsRepeat { get; init; }
}
