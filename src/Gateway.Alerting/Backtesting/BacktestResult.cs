using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting;

/// <summary>What rules would have done over the stored calls of a range.</summary>
/// <param name="From">The first instant that counts.</param>
/// <param name="To">The first one that no longer does.</param>
/// <param name="Calls">Calls that ended in the range.</param>
/// <param name="Took">How long the trying took.</param>
/// <param name="Rules">Each rule, in the order asked for.</param>
public sealed record BacktestResult(DateTimeOffset From, DateTimeOffset To, long Calls, TimeSpan Took, IReadOnlyList<RuleHistory> Rules)
{
    /// <summary>What the conditions of the first rule read, in the order of writing; null when it was not asked for.</summary>
    public IReadOnlyList<ConditionSeries>? Series { get; init; }
}

/// <summary>What one rule would have done.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Firings">In the order in which they began; the first thousand.</param>
/// <param name="FiringCount">All of them.</param>
/// <param name="Notifications">Messages that would have left, to all channels together: openings, repeats and ends.</param>
/// <param name="Suppressed">Firings that nobody would have heard of, because they began and ended within the cooldown of another.</param>
/// <param name="Channels">The messages by channel, with those that were kept back.</param>
/// <param name="Notes">What the numbers cannot show, in sentences.</param>
public sealed record RuleHistory(
    CompiledRule Rule, IReadOnlyList<Firing> Firings, long FiringCount, long Notifications, long Suppressed, IReadOnlyList<ChannelMessages> Channels, IReadOnlyList<string> Notes);

/// <summary>What one channel would have been sent.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Sent">Messages that would have left, also those that left later, when quiet hours or a silence were over.</param>
/// <param name="Kept">How many would not, by the reason.</param>
public sealed record ChannelMessages(string ChannelId, long Sent, IReadOnlyDictionary<string, long> Kept);

/// <summary>One firing of one group.</summary>
/// <param name="Group">Dimension names with the group's values; empty for a rule that is not split.</param>
/// <param name="StartedAt">The tick that saw it begin.</param>
/// <param name="EndedAt">The tick that saw it end; null when it was on at the end of the range.</param>
/// <param name="Duration">Up to its end or the end of the range.</param>
/// <param name="Peak">The worst leading number.</param>
/// <param name="Notifications">Messages that would have left, to all channels together.</param>
/// <param name="Suppressed">It opened no alert.</param>
public sealed record Firing(
    IReadOnlyDictionary<string, string> Group, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, TimeSpan Duration, double? Peak, long Notifications, bool Suppressed);
