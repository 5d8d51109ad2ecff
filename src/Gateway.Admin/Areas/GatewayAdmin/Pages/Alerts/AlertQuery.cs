using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>The filters of the alert history as they stand in a URL. Every mistake is collected under its parameter's name.</summary>
internal sealed class AlertQuery
{
    public const int DefaultLimit = 50;
    public const int LargestLimit = 500;

    private static readonly string[] Statuses = ["open", "acknowledged", "resolved", "unresolved"];
    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    private readonly Dictionary<string, string[]> _errors = [];

    private AlertQuery(IQueryCollection query)
    {
        var status = Word(query, "status", Statuses);
        Filter = new()
        {
            Status = status is null or "unresolved" ? null : Enum.Parse<AlertStatus>(status, ignoreCase: true),
            UnresolvedOnly = status == "unresolved",
            Severity = Word(query, "severity", Severities) is { } severity ? Enum.Parse<AlertPriority>(severity, ignoreCase: true) : null,
            RuleId = Text(query, "rule_id"),
            Search = Text(query, "search"),
            From = Instant(query, "start_date"),
            To = Instant(query, "end_date"),
        };
        Limit = Number(query, "limit", DefaultLimit, 1, LargestLimit);
        Offset = Number(query, "offset", 0, 0, int.MaxValue);
        if (Filter.From >= Filter.To)
        {
            _errors["end_date"] = ["must be later than start_date"];
        }
    }

    public AlertFilter Filter { get; }

    public int Limit { get; }

    public int Offset { get; }

    /// <summary>Parameter → what is wrong with it and what is allowed; empty when all is well.</summary>
    public IDictionary<string, string[]> Errors => _errors;

    public static AlertQuery Read(IQueryCollection query) => new(query);

    private static string? Text(IQueryCollection query, string name)
    {
        var text = query[name].ToString().Trim();
        return text.Length == 0 ? null : text;
    }

    private string? Word(IQueryCollection query, string name, string[] allowed)
    {
        var text = Text(query, name);
        if (text is null || allowed.Contains(text))
        {
            return text;
        }

        _errors[name] = [$"'{text}' is unknown; allowed are {string.Join(", ", allowed)}"];
        return null;
    }

    private int Number(IQueryCollection query, string name, int standard, int least, int most)
    {
        var text = Text(query, name);
        if (text is null)
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _errors[name] = [$"'{text}' is not allowed; allowed are whole numbers from {least} to {most}"];
        return standard;
    }

    private DateTimeOffset? Instant(IQueryCollection query, string name)
    {
        var text = Text(query, name);
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        _errors[name] = [$"'{text}' is not a time; allowed are RFC 3339 times such as 2026-11-23T08:00:00Z, or dates such as 2026-11-23"];
        return null;
    }
}
