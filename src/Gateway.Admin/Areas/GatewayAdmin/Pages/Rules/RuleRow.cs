using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>A rule in the list.</summary>
/// <param name="Rule">The rule with how it is doing.</param>
/// <param name="Day">Its last 24 hours.</param>
/// <param name="QuietUntil">When its cooldown ends; null when none runs. Of a rule with groups, the last cooldown of them.</param>
/// <param name="Groups">How many groups are as <see cref="RuleView.State"/> says.</param>
internal sealed record RuleRow(RuleView Rule, RuleDay Day, DateTimeOffset? QuietUntil, int Groups)
{
    /// <summary>What to say after an act on it.</summary>
    public string? Message { get; init; }

    public RuleStanding Standing => RuleStandings.Of(Rule);

    public bool HasGroups => Rule.Entry.Definition?.GroupBy.Count > 0;

    /// <summary>Differs as soon as the row would say something else; without the strip, which moves by the hour.</summary>
    public string Stamp => string.Join('|', new IFormattable?[]
    {
        (int)Standing, Groups, Rule.Counters.TriggerCount, Rule.Counters.SuppressedCount, Rule.Counters.LastTriggered?.ToUnixTimeMilliseconds(),
        QuietUntil?.ToUnixTimeMilliseconds(), Rule.Entry.Version?.Number, Rule.IsFlapping ? 1 : 0,
    }.Select(part => part?.ToString(null, CultureInfo.InvariantCulture))) + '|' + Rule.Problem;
}

/// <summary>One page of the list, with what the filters can choose from.</summary>
/// <param name="Rows">The page.</param>
/// <param name="Total">How many match.</param>
/// <param name="All">How many there are.</param>
/// <param name="Standings">How many rules stand how, whatever the filter; without those that none does.</param>
/// <param name="Sources">The files, and the API where it has rules.</param>
/// <param name="Channels">The ids that rules name.</param>
internal sealed record RulePage(
    IReadOnlyList<RuleRow> Rows,
    int Total,
    int All,
    IReadOnlyList<(RuleStanding Standing, int Count)> Standings,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Channels)
{
    /// <summary>Where the page begins.</summary>
    public int Offset { get; init; }
}
