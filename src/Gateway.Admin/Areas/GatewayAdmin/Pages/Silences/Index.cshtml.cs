using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Security;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;

/// <summary><c>/admin/silences</c>: what is kept quiet, and a form to keep more quiet. A link may fill it in: <c>?rule_id=…&amp;model=…</c>.</summary>
public sealed class IndexModel(SilenceDesk desk, ISilenceStore store, IAlertLog alerts, LocalDays calendar, TimeProvider time) : PageModel
{
    /// <summary>Past ones shown at a time.</summary>
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    public SilenceForm Form { get; private set; } = new();

    /// <summary>How many alerts that are not resolved the form's fields match; null while it names none.</summary>
    public int? Matched { get; private set; }

    public IReadOnlyList<SilenceRowView> InForce { get; private set; } = [];

    public IReadOnlyList<SilenceRowView> Upcoming { get; private set; } = [];

    public IReadOnlyList<SilenceRowView> Ended { get; private set; } = [];

    public long EndedTotal { get; private set; }

    public Notice? Notice { get; private set; }

    public IReadOnlyList<RuleDiagnostic> Mistakes { get; private set; } = [];

    /// <summary>Whether the form is what people came for.</summary>
    public bool IsFormOpen => Mistakes.Count > 0 || Matched is not null || (InForce.Count == 0 && Upcoming.Count == 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Form = SilenceForm.From(Request.Query, calendar.Zone.Id);
        Notice = Notice.Take(TempData);
        await LoadAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(SilenceForm form, string? act, CancellationToken cancellationToken)
    {
        if (!User.MayOperate())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        Form = form;
        if (act == "count")
        {
            await LoadAsync(cancellationToken);
            return Page();
        }

        var creation = await desk.CreateAsync(form.ToJson(time.GetUtcNow()), User.AdminName(), cancellationToken);
        if (creation.Silence is not null)
        {
            new Notice("Silence made.", []).Keep(TempData);
            return LocalRedirect("~/admin/silences");
        }

        Mistakes = creation.Mistakes;
        Notice = Mistakes.Count == 0 ? new($"There are {SilenceDesk.MostSilences} silences that have not ended, and no more are allowed: end some first.", []) : null;
        await LoadAsync(cancellationToken);
        var page = Page();
        page.StatusCode = Mistakes.Count == 0 ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        return page;
    }

    public async Task<IActionResult> OnPostEndAsync(string id, CancellationToken cancellationToken)
    {
        if (!User.MayOperate())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (await desk.EndAsync(id, User.AdminName(), cancellationToken) is null)
        {
            return NotFound();
        }

        new Notice("Silence ended; what it held back is sent if it still holds.", []).Keep(TempData);
        return LocalRedirect("~/admin/silences");
    }

    /// <summary>What is wrong with a field of the API's form, or with what is below it; null when nothing is.</summary>
    public string? Wrong(string path) => Mistakes
        .Where(mistake => mistake.Path == path || mistake.Path.StartsWith(path + ".", StringComparison.Ordinal) || mistake.Path.StartsWith(path + "[", StringComparison.Ordinal))
        .Select(mistake => mistake.Message)
        .FirstOrDefault();

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var active = (await alerts.ActiveAsync(cancellationToken)).Select(AlertSubject.Of).ToList();
        Matched = Form.Matcher is { } matcher ? active.Count(matcher.Matches) : null;
        Offset = Math.Max(0, Offset);
        var ended = await store.ListAsync(SilenceStatus.Ended, now, PageSize, Offset, cancellationToken);
        (Ended, EndedTotal) = ([.. ended.Silences.Select(silence => View(silence, now, active))], ended.Total);
        InForce = await NotEndedAsync(SilenceStatus.Active, now, active, cancellationToken);
        Upcoming = await NotEndedAsync(SilenceStatus.Pending, now, active, cancellationToken);
    }

    private async Task<IReadOnlyList<SilenceRowView>> NotEndedAsync(SilenceStatus status, DateTimeOffset now, IReadOnlyList<AlertSubject> active, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(status, now, SilenceDesk.MostSilences, 0, cancellationToken);
        return [.. page.Silences.Select(silence => View(silence, now, active)).OrderByDescending(row => row.QuietUntil is not null)];
    }

    private static SilenceRowView View(Silence silence, DateTimeOffset now, IReadOnlyList<AlertSubject> active) => new(
        silence, silence.StatusAt(now), silence.At(now)?.Until, active.Count(silence.Matcher.Matches));
}

/// <summary>One silence as the page shows it.</summary>
/// <param name="Silence">The silence.</param>
/// <param name="Status">Now.</param>
/// <param name="QuietUntil">Null when it keeps nothing quiet now.</param>
/// <param name="Matches">Alerts that are not resolved and that it is about.</param>
public sealed record SilenceRowView(Silence Silence, SilenceStatus Status, DateTimeOffset? QuietUntil, int Matches);
