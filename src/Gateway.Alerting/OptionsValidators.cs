using Gateway.Alerting.Delivery;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting;

/// <summary>Refuses a time zone that does not exist.</summary>
internal sealed class AlertingOptionsValidator : IValidateOptions<AlertingOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertingOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{AlertingOptions.Section}:TimeZone: '{options.TimeZone}' is not a time zone; use an IANA name such as 'Europe/Berlin' or 'UTC'");
}

/// <summary>Refuses channels that could not send.</summary>
internal sealed class NotificationsOptionsValidator : IValidateOptions<NotificationsOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationsOptions options) =>
        options.Validate().ToList() is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
}
