using System.Globalization;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>The links of the page: each keeps the filters that it does not change.</summary>
internal sealed partial class IndexModel
{
    /// <summary>This page's filters as they stand in its URL, from the question mark on; empty for none.</summary>
    public string Query => UrlFor(Current.Key)[Url.Content("~/admin/alerts").Length..];

    /// <summary>This page for some days only, or for all of them.</summary>
    public string ZoomUrl((DateOnly First, DateOnly Last)? days) => UrlFor(Current.Key, 0, null, days?.First, days?.Last);

    /// <summary>This page with another tab or offset, keeping the other filters.</summary>
    public string UrlFor(string status, int offset = 0, string? handler = null) => UrlFor(status, offset, handler, StartDate, EndDate);

    private string UrlFor(string status, int offset, string? handler, DateOnly? first, DateOnly? last) => QueryHelpers.AddQueryString(
        Url.Content("~/admin/alerts"),
        Given(
            ("status", status == StandardTab ? null : status),
            ("severity", Filter.Severity is { } severity ? EnumWords.Of(severity) : null),
            ("search", Search),
            ("rule_id", RuleId),
            ("start_date", Day(first)),
            ("end_date", Day(last)),
            ("sort", Order == AlertSort.Newest ? null : EnumWords.Of(Order)),
            ("offset", offset == 0 ? null : offset.ToString(CultureInfo.InvariantCulture)),
            ("handler", handler)));

    /// <summary>All that this filter matches, as a file.</summary>
    public string ExportUrl(string format) => QueryHelpers.AddQueryString(
        Url.Content("~/api/alerts/history/export"),
        Given(
            ("format", format),
            ("status", StatusOf(Current.Key) is { } status ? EnumWords.Of(status) : null),
            ("severity", Filter.Severity is { } severity ? EnumWords.Of(severity) : null),
            ("search", Filter.Search),
            ("rule_id", Filter.RuleId),
            ("start_date", Instant(Filter.From)),
            ("end_date", Instant(Filter.To))));

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Instant(DateTimeOffset? at) => at is { } known ? UtcInstantConverter.Text(known) : null;

    private static IEnumerable<KeyValuePair<string, string?>> Given(params (string Name, string? Value)[] parts) =>
        parts.Where(part => !string.IsNullOrWhiteSpace(part.Value)).Select(part => KeyValuePair.Create(part.Name, part.Value));
}
