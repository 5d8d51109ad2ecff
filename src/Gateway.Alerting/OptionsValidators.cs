using Gateway.Alerting.Delivery;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting;

/// <summary>Refuses settings that cannot work, each by its whole key and with what is allowed.</summary>
internal sealed class AlertingOptionsValidator : IValidateOptions<AlertingOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertingOptions options) =>
        Mistakes(options).ToList() is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Mistakes(AlertingOptions options)
    {
        (string Key, string Value, string Example)[] needed =
        [
            (nameof(options.Database), options.Database, "Data Source=data/gateway.db"),
            (nameof(options.Rules), options.Rules, "config/rules"),
            (nameof(options.Prices), options.Prices, "config/prices.json"),
        ];
        foreach (var (key, _, example) in needed.Where(setting => string.IsNullOrWhiteSpace(setting.Value)))
        {
            yield return $"{AlertingOptions.Section}:{key} is empty; write it like '{example}', or leave the key out for that";
        }

        if (options.EvaluationInterval < AlertingOptions.ShortestInterval || options.EvaluationInterval > AlertingOptions.LongestInterval)
        {
            yield return $"{AlertingOptions.Section}:EvaluationInterval is '{options.EvaluationInterval}'; allowed are 00:00:00.050 to 00:01:00 (hours:minutes:seconds)";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            yield return $"{AlertingOptions.Section}:TimeZone: '{options.TimeZone}' is not a time zone; use an IANA name such as 'Europe/Berlin' or 'UTC'";
        }
    }
}

/// <summary>Refuses channels that could not send.</summary>
internal sealed class NotificationsOptionsValidator : IValidateOptions<NotificationsOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationsOptions options) =>
        options.Validate().ToList() is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
}
