using System.Text.Json.Nodes;
using Gateway.Alerting.Time;
using static Gateway.Alerting.Rules.Schema.SchemaParts;

namespace Gateway.Alerting.Rules.Schema;

/// <summary>The schema of lengths of time. Of the written ones it knows the form only, of numbers also how far they may go.</summary>
internal static class DurationSchema
{
    private const string Number = @"([0-9]+\.?[0-9]*|\.[0-9]+)";

    /// <summary>Each unit once, the largest first; or a clock; or a number.</summary>
    private const string Pattern =
        $@"^\s*(?=[0-9.])({Number}|({Number}[wW])?({Number}[dD])?({Number}[hH])?({Number}[mM](?![sS]))?({Number}[sS])?({Number}[mM][sS])?|([0-9]+\.)?[0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,7}})?)?)\s*$";

    public static JsonObject Text() => new()
    {
        ["type"] = "string",
        ["pattern"] = Pattern,
        ["examples"] = Words(["30s", "5m", "1h", "1d"]),
    };

    /// <param name="least">The shortest that is allowed.</param>
    /// <param name="most">The longest.</param>
    /// <param name="description">What it is.</param>
    /// <param name="standard">What holds when it is absent, if anything.</param>
    public static JsonObject Member(TimeSpan least, TimeSpan most, string description, TimeSpan? standard = null)
    {
        var schema = OrNull(AnyOf(
            new() { ["type"] = "number", ["minimum"] = least.TotalMinutes, ["maximum"] = most.TotalMinutes },
            Ref("duration")));
        schema["description"] = $"{description} From {DurationText.Format(least)} to {DurationText.Format(most)}; a number is minutes.";
        if (standard is { } value)
        {
            schema["default"] = DurationText.Format(value);
        }

        return schema;
    }
}
