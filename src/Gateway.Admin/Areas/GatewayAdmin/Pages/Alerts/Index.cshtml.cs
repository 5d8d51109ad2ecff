using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary><c>/admin/alerts</c>: the history, with every filter in the URL.</summary>
public sealed class IndexModel(IAlertLog log) : PageModel
{
    public const int PageSize = 25;

    /// <summary>The standard tab is what still needs somebody.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Severity { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    public IReadOnlyList<AlertTab> Tabs { get; private set; } = [];

    public AlertPage Alerts { get; private set; } = new([], 0);

    public AlertTab Current => Tabs.First(tab => tab.IsCurrent);

    public bool IsFiltered => Filter != new AlertFilter();

    private AlertFilter Filter => new()
    {
        Severity = Enum.TryParse<AlertPriority>(Severity, ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : null,
        Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        Offset = Math.Max(0, Offset);
        Alerts = await log.ListAsync(Filter with { Status = Current.Status }, PageSize, Offset, cancellationToken);
    }

    /// <summary>The tabs alone: fetched after an alert was handled.</summary>
    public async Task<PartialViewResult> OnGetTabsAsync(CancellationToken cancellationToken)
    {
        await LoadTabsAsync(cancellationToken);
        return Partial("_Tabs", Tabs);
    }

    /// <summary>This page with another tab or offset, keeping the other filters.</summary>
    public string UrlFor(string status, int offset = 0, string? handler = null)
    {
        var query = new Dictionary<string, string?>
        {
            ["status"] = status == "open" ? null : status,
            ["severity"] = Severity,
            ["search"] = Search,
            ["offset"] = offset == 0 ? null : offset.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["handler"] = handler,
        };
        return QueryHelpers.AddQueryString(Url.Content("~/admin/alerts"), query.Where(part => !string.IsNullOrWhiteSpace(part.Value)));
    }

    private async Task LoadTabsAsync(CancellationToken cancellationToken)
    {
        (string Key, string Word, AlertStatus? Status)[] tabs =
        [
            ("open", "Open", AlertStatus.Open),
            ("acknowledged", "Acknowledged", AlertStatus.Acknowledged),
            ("resolved", "Resolved", AlertStatus.Resolved),
            ("all", "All", null),
        ];
        var current = tabs.Any(tab => tab.Key == Status) ? Status : "open";
        List<AlertTab> loaded = [];
        foreach (var (key, word, status) in tabs)
        {
            var count = (await log.ListAsync(Filter with { Status = status }, 1, 0, cancellationToken)).Total;
            loaded.Add(new(key, word, status, count, key == current, UrlFor(key)));
        }

        Tabs = loaded;
    }
}

/// <summary>One tab of the history with how many alerts it holds under the present filter.</summary>
public sealed record AlertTab(string Key, string Word, AlertStatus? Status, long Count, bool IsCurrent, string Url);
