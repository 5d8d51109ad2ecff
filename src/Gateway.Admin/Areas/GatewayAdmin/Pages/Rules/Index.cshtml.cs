using System.Globalization;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary><c>/admin/rules</c>: every rule with how it is doing, with every filter in the URL, and what can be done with it. With a filter that cannot be read it lists nothing.</summary>
internal sealed class IndexModel(RuleTable table, RuleDesk desk, IRuleStore store, RuleSetProvider rules, IAuthorizationService authorization, TimeProvider time) : PageModel
{
    public const int PageSize = 50;

    private const string Restorable = "rules.deleted";

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Priority { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Source { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    /// <summary>The page; named apart from <see cref="PageModel.Page()"/>.</summary>
    public RulePage List { get; private set; } = null!;

    /// <summary>What the last act came to.</summary>
    public Notice? Notice { get; private set; }

    /// <summary>The rule that has just been deleted, for as long as it can be brought back from here.</summary>
    public string? Deleted { get; private set; }

    public RuleSort Order => EnumWords.TryParse<RuleSort>(Sort, out var sort) ? sort : RuleSort.Name;

    public IReadOnlyList<RuleDiagnostic> Mistakes => rules.Mistakes;

    /// <summary>What cannot be read in the filter; then nothing is listed, because anything else would look like an answer.</summary>
    public IReadOnlyList<string> Unread => field ??= Check();

    /// <summary>Stored rules that a file's hides.</summary>
    public IEnumerable<(string Id, string By)> Hidden => rules.Entries.Hidden.Select(entry => (entry.Id, rules.Entries.Find(entry.Id)!.Source));

    public bool IsFiltered => Filter != RuleFilter.All;

    public RuleFilter Filter => new()
    {
        Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        State = EnumWords.TryParse<RuleStanding>(State, out var state) ? state : null,
        Priority = EnumWords.TryParse<AlertPriority>(Priority, out var priority) ? priority : null,
        Source = string.IsNullOrWhiteSpace(Source) ? null : Source,
        Channel = string.IsNullOrWhiteSpace(Channel) ? null : Channel,
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Notice = Notice.Take(TempData);
        Deleted = TempData[Restorable] as string;
        await LoadAsync(cancellationToken);
    }

    /// <summary>What each of the rules on the page looks like now, in short: asked for every second by whoever watches.</summary>
    public async Task<JsonResult> OnGetStampsAsync(string? ids, CancellationToken cancellationToken) =>
        new(await table.StampsAsync(IdsOf(ids), cancellationToken));

    /// <summary>Those rows anew, for a page on which some have changed.</summary>
    public async Task<PartialViewResult> OnGetRowsAsync(string? ids, CancellationToken cancellationToken) =>
        Partial("_RuleRows", await table.FindAsync(IdsOf(ids), cancellationToken));

    public PartialViewResult OnGetMistakes() => Partial("_Mistakes", this);

    /// <summary>One rule, or all that the filter matches.</summary>
    public async Task<IActionResult> OnGetExportAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
        {
            return rules.Entries.Find(id) is { Compiled: not null } one ? new RuleExport([one], id, time.GetUtcNow()) : NotFound();
        }

        if (Unread.Count > 0)
        {
            return BadRequest();
        }

        var all = await table.PageAsync(Filter, Order, int.MaxValue, 0, cancellationToken);
        return new RuleExport(all.Rows.Select(row => row.Rule.Entry), "rules", time.GetUtcNow());
    }

    public Task<IActionResult> OnPostToggleAsync(string id, long? version, CancellationToken cancellationToken) => ActAsync(
        async by =>
        {
            var change = await desk.ToggleAsync(id, Seen(version), by, cancellationToken);
            return await AnswerRowAsync(id, change, change.Rule?.Definition is { } rule ? Toggled(rule) : "", cancellationToken);
        });

    public Task<IActionResult> OnPostDeleteAsync(string id, long? version, CancellationToken cancellationToken) => ActAsync(
        async by =>
        {
            var name = rules.Entries.Find(id)?.Definition?.Name ?? id;
            var change = await desk.DeleteAsync(id, Seen(version), by, cancellationToken);
            Deleted = change.Result == RuleChangeResult.Done ? id : null;
            return await AnswerListAsync(Said(change, $"{name} is deleted. Its open alerts are resolved; its versions stay."), cancellationToken);
        });

    /// <summary>Takes a deletion back.</summary>
    public Task<IActionResult> OnPostRestoreAsync(string id, CancellationToken cancellationToken) => ActAsync(
        async by => await AnswerListAsync(
            (await store.VersionsAsync(id, 1, 0, cancellationToken)).Versions is [{ Action: RuleAction.Deleted } version]
                ? Said(await desk.RestoreAsync(id, version.Number, null, by, cancellationToken), $"{id} is back as it was.")
                : $"{id} is not deleted; nothing was changed.",
            cancellationToken));

    /// <summary>This page with another order or offset, keeping the filters.</summary>
    public string UrlFor(RuleSort? sort = null, int? offset = null, string? handler = null, string? ids = null)
    {
        var order = sort ?? Order;
        var from = offset ?? (sort is null ? Offset : 0);
        (string Name, string? Value)[] parts =
        [
            ("search", Search),
            ("state", State),
            ("priority", Priority),
            ("source", Source),
            ("channel", Channel),
            ("sort", order == RuleSort.Name ? null : EnumWords.Of(order)),
            ("offset", from == 0 ? null : from.ToString(CultureInfo.InvariantCulture)),
            ("handler", handler),
            ("ids", ids),
        ];
        return QueryHelpers.AddQueryString(
            Url.Content("~/admin/rules"),
            parts.Where(part => !string.IsNullOrWhiteSpace(part.Value)).Select(part => KeyValuePair.Create(part.Name, part.Value)));
    }

    private static string Toggled(RuleDefinition rule) => rule.IsActive ? $"{rule.Name} is judged again." : $"{rule.Name} is paused. Its open alerts are resolved.";

    private static string Said(RuleChange change, string done) => change switch
    {
        { Result: RuleChangeResult.Done } => done,
        { Why: { } why } => why,
        _ => string.Join("; ", change.Mistakes),
    };

    /// <summary>A form of an older page must not act on a rule that is another by now.</summary>
    private static long[]? Seen(long? version) => version is { } number ? [number] : null;

    private static string[] IdsOf(string? ids) => [.. (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(PageSize)];

    private async Task<IActionResult> ActAsync(Func<string, Task<IActionResult>> act) =>
        (await authorization.AuthorizeAsync(User, AdminRoles.Admin)).Succeeded ? await act(User.AdminName()) : StatusCode(StatusCodes.Status403Forbidden);

    private async Task<IActionResult> AnswerRowAsync(string id, RuleChange change, string done, CancellationToken cancellationToken)
    {
        var said = Said(change, done);
        if (Htmx.IsRequest(Request) && await table.FindAsync([id], cancellationToken) is [var row])
        {
            return Partial("_RuleRow", row with { Message = said });
        }

        new Notice(said, []).Keep(TempData);
        return LocalRedirect($"{UrlFor()}#rule-{id}");
    }

    private async Task<IActionResult> AnswerListAsync(string said, CancellationToken cancellationToken)
    {
        Notice = new(said, []);
        if (Htmx.IsRequest(Request))
        {
            await LoadAsync(cancellationToken);
            return Partial("_Results", this);
        }

        Notice.Keep(TempData);
        TempData[Restorable] = Deleted;
        return LocalRedirect(UrlFor());
    }

    private IReadOnlyList<string> Check()
    {
        var query = PageQuery.Of(Request);
        query.Word<RuleStanding>("state");
        query.Word<AlertPriority>("priority");
        query.Word<RuleSort>("sort");
        query.Whole("offset", 0, int.MaxValue, 0);
        query.RefuseOthers("search", "state", "priority", "source", "channel", "sort", "offset");
        return query.Mistakes;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        List = await table.PageAsync(Filter, Order, PageSize, Offset, cancellationToken);
        Offset = List.Offset;
    }
}
