using System.ComponentModel;
using Gateway.Alerting.Suppression;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;

/// <summary>How the API document shows what <see cref="SilenceDesk"/> reads.</summary>
internal sealed record SilenceBody(
    [property: Description("Which alerts, all of: rule_id, priority, label:<name> or a dimension such as model; * stands for any run of characters, ? for one.")] IReadOnlyDictionary<string, string> Matchers)
{
    [Description("Required unless it recurs.")]
    public DateTimeOffset? EndsAt { get; init; }

    [Description("Now when absent.")]
    public DateTimeOffset? StartsAt { get; init; }

    public string? Comment { get; init; }

    [Description("It ends with the last unresolved alert that it matches.")]
    public bool ExpireOnResolve { get; init; }

    [Description("Only within these windows.")]
    public WindowText? Recurring { get; init; }
}
