using System.ComponentModel;
using System.Text.Json.Nodes;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

// How the API document shows what is read and written field by field.

internal sealed record ChannelBody(
    string Type,
    string Name,
    [property: Description("The type's fields; secret ones that are left out or sent masked stay as they are.")] JsonObject Config,
    [property: Description("Made from the name when absent.")] string? Id = null,
    bool IsEnabled = true,
    [property: Description("Alerts below it are not sent.")] AlertPriority MinPriority = AlertPriority.Low,
    bool SendResolved = true,
    [property: Description("The type's own limit when absent.")] int? RateLimitPerMinute = null,
    QuietHoursShape? QuietHours = null);

internal sealed record QuietHoursShape(
    [property: Description("Such as 22:00.")] string Start,
    string End,
    [property: Description("IANA name; UTC when absent.")] string? TimeZone = null,
    [property: Description("mon to sun; every day when absent.")] IReadOnlyList<string>? Days = null,
    [property: Description("Whether critical alerts are sent all the same.")] bool CriticalPasses = true);

internal sealed record ChannelShape(
    string Id,
    string Type,
    string Name,
    bool IsEnabled,
    AlertPriority MinPriority,
    bool SendResolved,
    int? RateLimitPerMinute,
    QuietHoursShape? QuietHours,
    [property: Description("The type's fields; secrets are masked.")] JsonObject Config,
    string Source,
    string? Place,
    bool IsReadOnly,
    bool IsConfigured,
    string Condition,
    string? Problem,
    [property: Description("It is left alone until then.")] DateTimeOffset? ClosedUntil,
    [property: Description("Tries that failed since the last that arrived.")] int Failures,
    DateTimeOffset? LastSuccess,
    ChannelErrorShape? LastError,
    ChannelUseShape UsedBy,
    DateTimeOffset? UpdatedAt,
    string? UpdatedBy);

internal sealed record ChannelErrorShape(DateTimeOffset At, int? StatusCode, string? Error);

internal sealed record ChannelUseShape(int Rules, int Routes, bool IsDefault);

internal sealed record ChannelTestBody(
    [property: Description("A saved channel; then nothing else is needed.")] string? ChannelId = null,
    [property: Description("Of a channel that is not saved; for administrators.")] string? Type = null,
    [property: Description("The type's fields.")] JsonObject? Config = null);
