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

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary><c>/admin/alerts</c>: the history, with every filter in the URL, and acts on several alerts at once. With a filter that cannot be read it lists nothing and changes nothing.</summary>
internal sealed partial class IndexModel(
    IAlertLog log, AlertBulkActs acts, IAlertStatistics statistics, ReaderZone zone, TimeProvider time, IAuthorizationService authorization) : PageModel
{
    public const int PageSize = 25;
    public const int StatisticsDays = 30;

    /// <summary>More rules than people can pick from are asked for by id: ten thousand of them would be a megabyte of page.</summary>
    private const int MostRules = 200;

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

    public AlertSums Statistics { get; private set; } = null!;

    public AlertChart Chart { get; private set; } = null!;

    public IReadOnlyList<SavedView> Views => SavedViews.Read(Request);

    /// <summary>To choose from; null when they are too many.</summary>
    public IReadOnlyList<AlertRule>? Rules { get; private set; }

    /// <summary>What the last act came to.</summary>
    public Notice? Notice { get; private set; }

    /// <summary>What cannot be read in the filter; then nothing is listed, because anything else would look like an answer.</summary>
    public IReadOnlyList<string> Mistakes => field ??= Check();

    public AlertTab Current => Tabs.First(tab => tab.IsCurrent);

    public AlertSort Order => EnumWords.TryParse<AlertSort>(Sort, out var sort) ? sort : AlertSort.Newest;

    /// <summary>The name of the zone in which the days of the filter and of the chart begin.</summary>
    public string Zone => Calendar.Zone.Id;

    public bool IsFiltered => Filter != new AlertFilter();

    /// <summary>How many filters are on that stand behind "More".</summary>
    public int MoreFilters => new[] { Filter.RuleId is not null, Filter.From is not null, Filter.To is not null, Order != AlertSort.Newest }.Count(on => on);

    /// <summary>A tab that there is not counts as the standard one.</summary>
    private string TabKey => Status is "acknowledged" or "resolved" or "all" ? Status : StandardTab;

    private LocalDays Calendar => field ??= new(time, zone.Of(HttpContext));

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
        await LoadPageAsync(cancellationToken);
    }

    /// <summary>The chart alone: fetched now and then.</summary>
    public async Task<PartialViewResult> OnGetChartAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        await LoadChartAsync(cancellationToken);
        return Partial("_Chart", this);
    }

    /// <summary>The tabs alone: fetched after an alert was handled.</summary>
    public async Task<PartialViewResult> OnGetTabsAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        return Partial("_Tabs", Tabs);
    }

    /// <summary>The statistics alone, for the same reason.</summary>
    public async Task<PartialViewResult> OnGetStatisticsAsync(CancellationToken cancellationToken) =>
        Partial("_Statistics", await statistics.SumsAsync(StatisticsDays, cancellationToken));

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

        if (Mistakes.Count > 0)
        {
            return await RefuseAsync(cancellationToken);
        }

        Notice = form switch
        {
            { All: true } => await acts.ActOnMatchingAsync(act, Filter with { Status = StatusOf(TabKey) }, User.AdminName(), note, cancellationToken),
            { Ids.Length: 0 } => new("Nothing was changed: tick the alerts first.", []),
            _ => await acts.ActAsync(act, [.. form.Ids.Distinct(StringComparer.Ordinal)], User.AdminName(), note, cancellationToken),
        };
        return await AnswerAsync(cancellationToken);
    }

    /// <summary>Takes back what the last act acknowledged.</summary>
    public async Task<IActionResult> OnPostUndoAsync(string? range, CancellationToken cancellationToken)
    {
        if (UndoRange.Read(range) is not { } undo)
        {
            return BadRequest();
        }

        if (!(await authorization.AuthorizeAsync(User, AlertWords.RoleFor(AlertAct.Unacknowledge))).Succeeded)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        Notice = await acts.UndoAsync(undo, User.AdminName(), cancellationToken);
        return await AnswerAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostSaveViewAsync(string? name, CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        new Notice(SavedViews.Add(HttpContext, name, Query) ?? $"“{name!.Trim()}” is saved.", []).Keep(TempData);
        return LocalRedirect(UrlFor(Current.Key, Offset));
    }

    public async Task<IActionResult> OnPostDropViewAsync(string? name, CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        SavedViews.Remove(HttpContext, name);
        return LocalRedirect(UrlFor(Current.Key, Offset));
    }

    private static AlertStatus? StatusOf(string tab) => EnumWords.TryParse<AlertStatus>(tab, out var status) ? status : null;

    private IReadOnlyList<string> Check()
    {
        var query = PageQuery.Of(Request);
        query.OneOf("status", StandardTab, StandardTab, "acknowledged", "resolved", "all");
        query.Word<AlertPriority>("severity");
        query.Word<AlertSort>("sort");
        query.Whole("offset", 0, int.MaxValue, 0);
        if (query.Day("start_date") > query.Day("end_date"))
        {
            query.Refuse("end_date", "must not be before start_date");
        }

        query.RefuseOthers("status", "severity", "search", "rule_id", "start_date", "end_date", "sort", "offset");
        return query.Mistakes;
    }

    /// <summary>Days that no gateway has seen are no filter, and calendars end.</summary>
    private DateTimeOffset? StartOf(DateOnly? day, int daysLater = 0) => day is { Year: >= 2000 and < 3000 } known ? Calendar.StartOf(known.AddDays(daysLater)) : null;

    /// <summary>With a filter that cannot be read, "all that match" would be others than somebody means.</summary>
    private async Task<IActionResult> RefuseAsync(CancellationToken cancellationToken)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        Notice = new("Nothing was changed.", []);
        await LoadPageAsync(cancellationToken);
        return Htmx.IsRequest(Request) ? Partial("_Results", this) : Page();
    }

    private async Task<IActionResult> AnswerAsync(CancellationToken cancellationToken)
    {
        await LoadListAsync(cancellationToken);
        if (Htmx.IsRequest(Request))
        {
            return Partial("_Results", this);
        }

        Notice!.Keep(TempData);
        return LocalRedirect(UrlFor(Current.Key, Offset));
    }

    private async Task LoadPageAsync(CancellationToken cancellationToken)
    {
        Statistics = await statistics.SumsAsync(StatisticsDays, cancellationToken);
        Rules = await log.RulesAsync(MostRules + 1, cancellationToken) is { Count: <= MostRules } few ? few : null;
        await LoadListAsync(cancellationToken);
        await LoadChartAsync(cancellationToken);
    }

    private async Task LoadChartAsync(CancellationToken cancellationToken)
    {
        var last = Filter.To is null ? Calendar.Today : EndDate!.Value;
        var first = Filter.From is null ? last.AddDays(1 - StatisticsDays) : StartDate!.Value;
        var (spans, unit) = AlertChart.Divide(Calendar, first, first > last ? first : last);
        var filter = Filter with { Status = StatusOf(Current.Key) };
        var counts = await log.CountOverTimeAsync(filter, [.. spans.Select(span => span.Start), spans[^1].End], cancellationToken);
        Chart = new([.. spans.Zip(counts, (span, count) => new AlertBar(span, count))], unit);
    }

    private async Task LoadListAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        // An act may have emptied the last page.
        Offset = Math.Clamp(Offset, 0, (int)Math.Min(int.MaxValue, Math.Max(0, (Current.Count ?? 0) - 1) / PageSize * PageSize));
        Alerts = Mistakes.Count > 0 ? new([], 0) : await log.ListAsync(Filter with { Status = StatusOf(Current.Key) }, Order, PageSize, Offset, cancellationToken);
    }

    private async Task LoadTabsAsync(CancellationToken cancellationToken)
    {
        var counts = Mistakes.Count > 0 ? null : await log.CountAsync(Filter, cancellationToken);
        (string Key, string Word, long? Count)[] tabs =
        [
            (StandardTab, "Open", counts?.Open),
            ("acknowledged", "Acknowledged", counts?.Acknowledged),
            ("resolved", "Resolved", counts?.Resolved),
            ("all", "All", counts?.All),
        ];
        Tabs = [.. tabs.Select(tab => new AlertTab(tab.Key, tab.Word, tab.Count, tab.Key == TabKey, UrlFor(tab.Key)))];
    }
}
