using System.Globalization;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary><c>/admin/alerts</c>: the history, with every filter in the URL, and acts on several alerts at once. A filter that cannot be read counts as absent.</summary>
public sealed class IndexModel(IAlertLog log, IAlertDesk desk, IAlertStatistics statistics, LocalDays calendar, IAuthorizationService authorization) : PageModel
{
    public const int PageSize = 25;
    public const int StatisticsDays = 30;

    private const string StandardTab = "open";

    /// <summary>The standard tab is what still needs somebody.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Severity { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "rule_id")]
    public string? RuleId { get; set; }

    /// <summary>The first day.</summary>
    [BindProperty(SupportsGet = true, Name = "start_date")]
    public DateOnly? StartDate { get; set; }

    /// <summary>The last day: people mean it to be in.</summary>
    [BindProperty(SupportsGet = true, Name = "end_date")]
    public DateOnly? EndDate { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    public IReadOnlyList<AlertTab> Tabs { get; private set; } = [];

    public AlertPage Alerts { get; private set; } = new([], 0);

    public AlertStatistics Statistics { get; private set; } = null!;

    public IReadOnlyList<AlertRule> Rules { get; private set; } = [];

    /// <summary>What the last act came to.</summary>
    public Notice? Notice { get; private set; }

    public AlertTab Current => Tabs.First(tab => tab.IsCurrent);

    public AlertSort Order => EnumWords.TryParse<AlertSort>(Sort, out var sort) ? sort : AlertSort.Newest;

    /// <summary>The name of the zone in which the days of the filter begin.</summary>
    public string Zone => calendar.Zone.Id;

    public bool IsFiltered => Filter != new AlertFilter();

    /// <summary>How many filters are on that stand behind "More".</summary>
    public int MoreFilters => new[] { Filter.RuleId is not null, Filter.From is not null, Filter.To is not null, Order != AlertSort.Newest }.Count(on => on);

    private AlertFilter Filter => new()
    {
        Severity = EnumWords.TryParse<AlertPriority>(Severity, out var severity) ? severity : null,
        RuleId = string.IsNullOrWhiteSpace(RuleId) ? null : RuleId,
        Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        From = StartOf(StartDate),
        To = StartOf(EndDate, daysLater: 1),
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Notice = Notice.Take(TempData);
        Statistics = await statistics.LastDaysAsync(StatisticsDays, cancellationToken);
        Rules = await log.RulesAsync(cancellationToken);
        await LoadListAsync(cancellationToken);
    }

    /// <summary>The tabs alone: fetched after an alert was handled.</summary>
    public async Task<PartialViewResult> OnGetTabsAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        return Partial("_Tabs", Tabs);
    }

    /// <summary>The statistics alone, for the same reason.</summary>
    public async Task<PartialViewResult> OnGetStatisticsAsync(CancellationToken cancellationToken) =>
        Partial("_Statistics", await statistics.LastDaysAsync(StatisticsDays, cancellationToken));

    public async Task<IActionResult> OnPostBulkAsync(AlertBulkForm form, CancellationToken cancellationToken)
    {
        var note = AlertNote.Trim(form.Note);
        if (!EnumWords.TryParse<AlertAct>(form.Act, out var act) || form.Ids.Length > AlertBulk.MostIds || note?.Length > AlertNote.Longest)
        {
            return BadRequest();
        }

        if (!(await authorization.AuthorizeAsync(User, AlertWords.RoleFor(act))).Succeeded)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        Notice = form.Ids.Length == 0
            ? new("Nothing was changed: tick the alerts first.", [])
            : Notice.Of(act, await desk.ActAsync(act, [.. form.Ids.Distinct(StringComparer.Ordinal)], User.AdminName(), note, cancellationToken));
        await LoadListAsync(cancellationToken);
        if (Htmx.IsRequest(Request))
        {
            return Partial("_Results", this);
        }

        Notice.Keep(TempData);
        return LocalRedirect(UrlFor(Current.Key, Offset));
    }

    /// <summary>This page with another tab or offset, keeping the other filters.</summary>
    public string UrlFor(string status, int offset = 0, string? handler = null) => QueryHelpers.AddQueryString(
        Url.Content("~/admin/alerts"),
        Given(
            ("status", status == StandardTab ? null : status),
            ("severity", Severity),
            ("search", Search),
            ("rule_id", RuleId),
            ("start_date", Day(StartDate)),
            ("end_date", Day(EndDate)),
            ("sort", Sort),
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

    private static AlertStatus? StatusOf(string tab) => EnumWords.TryParse<AlertStatus>(tab, out var status) ? status : null;

    /// <summary>Days that no gateway has seen are no filter, and calendars end.</summary>
    private DateTimeOffset? StartOf(DateOnly? day, int daysLater = 0) => day is { Year: >= 2000 and < 3000 } known ? calendar.StartOf(known.AddDays(daysLater)) : null;

    private async Task LoadListAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        // An act may have emptied the last page.
        Offset = Math.Clamp(Offset, 0, (int)Math.Min(int.MaxValue, Math.Max(0, Current.Count - 1) / PageSize * PageSize));
        Alerts = await log.ListAsync(Filter with { Status = StatusOf(Current.Key) }, Order, PageSize, Offset, cancellationToken);
    }

    private async Task LoadTabsAsync(CancellationToken cancellationToken)
    {
        var counts = await log.CountAsync(Filter, cancellationToken);
        (string Key, string Word, long Count)[] tabs =
        [
            (StandardTab, "Open", counts.Open),
            ("acknowledged", "Acknowledged", counts.Acknowledged),
            ("resolved", "Resolved", counts.Resolved),
            ("all", "All", counts.All),
        ];
        var current = tabs.Any(tab => tab.Key == Status) ? Status : StandardTab;
        Tabs = [.. tabs.Select(tab => new AlertTab(tab.Key, tab.Word, tab.Count, tab.Key == current, UrlFor(tab.Key)))];
    }
}
