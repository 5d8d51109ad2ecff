using Gateway.Admin.Words;
using Gateway.Alerting.Lifecycle;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>How a rule stands in one word: the state of its evaluation, or why it has none. Most urgent first.</summary>
internal enum RuleStanding
{
    Firing,
    Recovering,

    /// <summary>It cannot be judged.</summary>
    Broken,
    Pending,
    NoData,
    Normal,

    /// <summary>Switched off.</summary>
    Paused,
}

internal static class RuleStandings
{
    public static RuleStanding Of(RuleView rule) => rule switch
    {
        { Entry.Definition.IsActive: false } => RuleStanding.Paused,
        { Entry.Compiled: null } => RuleStanding.Broken,
        { State: AlertPhase.Firing } => RuleStanding.Firing,
        { State: AlertPhase.Recovering } => RuleStanding.Recovering,
        { State: AlertPhase.Pending } => RuleStanding.Pending,
        { State: AlertPhase.NoData } => RuleStanding.NoData,
        _ => RuleStanding.Normal,
    };

    public static Mark MarkOf(RuleStanding standing) => standing switch
    {
        RuleStanding.Firing => new("Firing", "dot", "error"),
        RuleStanding.Recovering => new("Recovering", "clock", "info"),
        RuleStanding.Broken => new("Broken", "octagon", "error"),
        RuleStanding.Pending => new("Pending", "clock", "warning"),
        RuleStanding.NoData => new("No data", "minus", "quiet"),
        RuleStanding.Normal => new("Normal", "check", "ok"),
        _ => new("Paused", "pause", "quiet"),
    };
}
