using Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary><c>/admin/alerts/{id}</c>: all there is to know about one alert, and the acts on it.</summary>
internal sealed class DetailModel(IAlertLog log, IAlertDesk desk, AlertCalls calls, AlertSurroundings surroundings, RuleSetProvider rules, IAuthorizationService authorization) : PageModel
{
    public AlertDetail Detail { get; private set; } = null!;

    /// <summary>What to say after an act, for the eye and for the status region.</summary>
    public string? Message { get; private set; }

    public Alert Alert => Detail.Alert;

    /// <summary>The calls that say most about it.</summary>
    public AlertSamples Samples { get; private set; } = null!;

    /// <summary>What the rule read around it; null until it is asked for.</summary>
    public AlertAround? Around { get; private set; }

    /// <summary>The rule as it is now; null when it is gone.</summary>
    public string? RuleSentence => rules.Entries.Find(Alert.RuleId)?.Definition is { } rule ? Gateway.Alerting.Rules.RuleSentence.Of(rule) : null;

    /// <summary>Only web addresses become links: the text comes from a rule.</summary>
    public string? Runbook =>
        Uri.TryCreate(Alert.RunbookUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsoluteUri : null;

    public async Task<IActionResult> OnGetAsync(string id, bool around, CancellationToken cancellationToken)
    {
        if (!await LoadAllAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Around = around ? await surroundings.OfAsync(Alert, cancellationToken) : null;
        return Page();
    }

    /// <summary>What the rule read around it, alone. Like every part that a script asks for, it is nothing, and no failure, when the alert was deleted meanwhile.</summary>
    public async Task<IActionResult> OnGetAroundAsync(string id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Partial("_Around", await surroundings.OfAsync(Alert, cancellationToken)) : new NoContentResult();

    /// <summary>The alert as a row of the list: fetched when it was changed elsewhere.</summary>
    public async Task<IActionResult> OnGetRowAsync(string id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Partial("_AlertRow", new AlertRow(Alert, null)) : new NoContentResult();

    /// <summary>The page's content alone, for the same reason.</summary>
    public async Task<IActionResult> OnGetDetailAsync(string id, CancellationToken cancellationToken) =>
        await LoadAllAsync(id, cancellationToken) ? Partial("_Detail", this) : new NoContentResult();

    /// <summary>What a row of the list opens to.</summary>
    public async Task<IActionResult> OnGetMoreAsync(string id, CancellationToken cancellationToken) =>
        await LoadAllAsync(id, cancellationToken) ? Partial("_More", this) : new NoContentResult();

    public async Task<IActionResult> OnPostAsync(string id, AlertForm form, CancellationToken cancellationToken)
    {
        if (form.Trimmed?.Length > AlertNote.Longest)
        {
            return BadRequest();
        }

        if (!(await authorization.AuthorizeAsync(User, form.Act == AlertForm.Delete ? AlertWords.RoleFor(AlertAct.Delete) : AdminRoles.Operator)).Succeeded)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        return form.Act switch
        {
            "acknowledge" => await AnswerAsync(id, await desk.AcknowledgeAsync(id, User.AdminName(), form.Trimmed, cancellationToken), form, cancellationToken),
            "resolve" => await AnswerAsync(id, await desk.ResolveAsync(id, User.AdminName(), form.Trimmed, cancellationToken), form, cancellationToken),
            AlertForm.Unacknowledge => await AnswerAsync(id, (await desk.ActAsync(AlertAct.Unacknowledge, [id], User.AdminName(), form.Trimmed, cancellationToken))[0], form, cancellationToken),
            "note" when form.Trimmed is null => await AnswerAsync(id, null, form, cancellationToken),
            "note" => await AnswerAsync(id, await desk.AddNoteAsync(id, User.AdminName(), form.Trimmed, cancellationToken), form, cancellationToken),
            AlertForm.Delete => await DeleteAsync(id, cancellationToken),
            _ => BadRequest(),
        };
    }

    /// <summary>What was deleted has no page any more: the list says so.</summary>
    private async Task<IActionResult> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        Notice.Of(AlertAct.Delete, [await desk.DeleteAsync(id, User.AdminName(), cancellationToken)]).Keep(TempData);
        var list = Url.Content("~/admin/alerts?status=resolved");
        if (!Htmx.IsRequest(Request))
        {
            return LocalRedirect(list);
        }

        Htmx.Redirect(Response, list);
        return new EmptyResult();
    }

    /// <param name="id">The alert.</param>
    /// <param name="action">How it went; null when there was nothing to do.</param>
    /// <param name="form">What was asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<IActionResult> AnswerAsync(string id, AlertAction? action, AlertForm form, CancellationToken cancellationToken)
    {
        if (!await LoadAllAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (!Htmx.IsRequest(Request))
        {
            return LocalRedirect(LocalUrl.IsLocal(form.ReturnUrl) ? form.ReturnUrl! : $"~/admin/alerts/{id}");
        }

        Message = action is null ? "Nothing was added: write the note first." : form.Act == "note" ? "Note added." : Words(form.Act, action.Result);
        return form.View == "row" ? Partial("_AlertRow", new AlertRow(Alert, Message)) : Partial("_Detail", this);
    }

    private string Words(string? act, AlertActionResult result) => (result, Alert.Status) switch
    {
        (AlertActionResult.Conflict, _) when act == AlertForm.Unacknowledge => AlertWords.WhyNot(AlertAct.Unacknowledge),
        (_, AlertStatus.Open) => "Open again: the acknowledgement is taken back.",
        (AlertActionResult.Conflict, _) => $"Already resolved by {Alert.ResolvedBy}; nothing was changed.",
        (AlertActionResult.Unchanged, AlertStatus.Acknowledged) => $"Already acknowledged by {Alert.AcknowledgedBy}.",
        (AlertActionResult.Unchanged, _) => $"Already resolved by {Alert.ResolvedBy}.",
        (_, AlertStatus.Acknowledged) => $"Acknowledged by {Alert.AcknowledgedBy}.",
        _ => $"Resolved by {Alert.ResolvedBy}.",
    };

    private async Task<bool> LoadAllAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return false;
        }

        Samples = await calls.OfAsync(Alert, cancellationToken);
        return true;
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (await log.FindAsync(id, cancellationToken) is not { } detail)
        {
            return false;
        }

        Detail = detail.For(User);
        return true;
    }
}

/// <summary>What the buttons of an alert send.</summary>
public sealed record AlertForm
{
    internal const string Delete = "delete";

    internal const string Unacknowledge = "unacknowledge";

    /// <summary><c>acknowledge</c>, <c>unacknowledge</c>, <c>resolve</c>, <c>note</c> or <c>delete</c>.</summary>
    public string? Act { get; init; }

    public string? Note { get; init; }

    /// <summary>What to answer a script with: the <c>row</c> or the <c>detail</c>.</summary>
    public string? View { get; init; }

    /// <summary>Where to go back to without a script.</summary>
    [FromForm(Name = "return_url")]
    public string? ReturnUrl { get; init; }

    public string? Trimmed => AlertNote.Trim(Note);
}
