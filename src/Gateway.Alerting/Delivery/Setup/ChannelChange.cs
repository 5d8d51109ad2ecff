using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>How a change of a channel went.</summary>
/// <param name="Result">In a word.</param>
public sealed record ChannelChange(RuleChangeResult Result)
{
    /// <summary>The channel as it is now; null after a deletion, and when nothing was done.</summary>
    public ChannelEntry? Channel { get; init; }

    /// <summary>A secret that was made for it: to be shown this once.</summary>
    public Secret? MadeSecret { get; init; }

    /// <summary>What is wrong with what was sent, by JSON path such as <c>config.webhook_url</c>.</summary>
    public IReadOnlyList<ChannelMistake> Mistakes { get; init; } = [];

    /// <summary>Why nothing was done, in a sentence.</summary>
    public string? Why { get; init; }

    internal static ChannelChange Invalid(IReadOnlyList<ChannelMistake> mistakes) => new(RuleChangeResult.Invalid) { Mistakes = mistakes };

    internal static ChannelChange NotFound(string id) => new(RuleChangeResult.NotFound) { Why = $"There is no channel '{id}'." };

    internal static ChannelChange Stale(ChannelEntry present) => new(RuleChangeResult.Stale)
    {
        Why = $"Channel '{present.Id}' has changed since you read it{(present.UpdatedBy is { } by ? $": {by} did that last" : "")}. Read it again, and repeat your change on that.",
    };

    internal static ChannelChange Conflict(string why) => new(RuleChangeResult.Conflict) { Why = why };
}
