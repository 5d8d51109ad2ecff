using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>What the builder's buttons do.</summary>
internal sealed partial class BuilderModel
{
    /// <summary>Every button of the form: its value says which, and for one of the logic on what.</summary>
    public async Task<IActionResult> OnPostAsync([FromRoute] string? id, CancellationToken cancellationToken)
    {
        if (!User.MayOperate())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!Take(id))
        {
            return NotFound();
        }

        var (act, at) = Split(Request.Form["do"].ToString());
        return act switch
        {
            "save" => await SaveAsync(cancellationToken),
            "test" => await TryNowAsync(cancellationToken),
            "history" => await ReplayAsync(cancellationToken),
            "from-json" => await FromJsonAsync(cancellationToken),
            _ => await EditAsync(act, at, cancellationToken),
        };
    }

    /// <summary>The page with what the fields say now; nothing is tried.</summary>
    public async Task<IActionResult> OnPostDraftAsync([FromRoute] string? id, CancellationToken cancellationToken) =>
        !User.MayOperate() ? StatusCode(StatusCodes.Status403Forbidden) : Take(id) ? await ShowAsync(cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostTryAsync([FromRoute] string? id, CancellationToken cancellationToken) =>
        !User.MayOperate() ? StatusCode(StatusCodes.Status403Forbidden) : Take(id) ? await TryNowAsync(cancellationToken, isStrict: false) : NotFound();

    public async Task<IActionResult> OnPostHistoryAsync([FromRoute] string? id, CancellationToken cancellationToken) =>
        !User.MayOperate() ? StatusCode(StatusCodes.Status403Forbidden) : Take(id) ? await ReplayAsync(cancellationToken, isStrict: false) : NotFound();

    public async Task<IActionResult> OnPostRestoreAsync([FromRoute] string id, long number, CancellationToken cancellationToken)
    {
        if (!User.MayAdminister())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!Find(id))
        {
            return NotFound();
        }

        var change = await desk.RestoreAsync(id, number, null, User.AdminName(), cancellationToken);
        var said = change.Result switch
        {
            RuleChangeResult.Done => $"Version {number} is in force again.",
            RuleChangeResult.Invalid => $"Version {number} cannot be restored: {change.Mistakes[0].Message}.",
            _ => change.Why!,
        };
        new Notice(said, []).Keep(TempData);
        return LocalRedirect(Address);
    }

    private async Task<IActionResult> EditAsync(string act, string at, CancellationToken cancellationToken)
    {
        var place = NodePath.Parse(at);
        var filter = act == "remove-filter" ? Split(at, '#') : default;
        if (place is not null && LogicEdit.Apply(Form.Logic, act, place) is { } edited)
        {
            (Form, Focus) = (Form with { Logic = edited.Logic }, edited.Focus);
        }
        else if (filter.Tail is not null && NodePath.Parse(filter.First) is { } owner && LogicEdit.Find(Form.Logic, owner) is { } node && int.TryParse(filter.Tail, out var row))
        {
            var left = node with { Filter = [.. node.Filter.Where((_, index) => index != row)] };
            (Form, Focus) = (Form with { Logic = LogicEdit.Replace(Form.Logic, owner, left) }, filter.First + ".add-filter");
        }
        else if (act == "add-label")
        {
            (Form, Focus) = (Form with { Labels = [.. Form.Labels, PairForm.Empty] }, $"labels[{Form.Labels.Count}].name");
        }
        else if (act == "remove-label" && int.TryParse(at, out var label))
        {
            (Form, Focus) = (Form with { Labels = [.. Form.Labels.Where((_, index) => index != label)] }, "labels.add");
        }

        Draft = RuleDraft.Of(Form, compiler);
        return await ShowAsync(cancellationToken);
    }

    private async Task<IActionResult> SaveAsync(CancellationToken cancellationToken)
    {
        if (!User.MayAdminister())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        Draft = Draft with { IsStrict = true };
        if (Draft.Rule is null)
        {
            Focus = Draft.All.Select(mistake => mistake.Field).FirstOrDefault();
            return await ShowAsync(cancellationToken, StatusCodes.Status400BadRequest);
        }

        // Without an id in it the new rule gets a free one.
        var change = Entry is null
            ? await desk.CreateAsync(RuleFormJson.Write(Form), User.AdminName(), cancellationToken)
            : await desk.ReplaceAsync(Entry.Id, Draft.Json, Seen is { } seen ? [seen] : null, User.AdminName(), cancellationToken);
        return change.Rule is { } saved ? Saved(saved) : await RefusedAsync(change, cancellationToken);
    }

    private IActionResult Saved(RuleEntry saved)
    {
        var number = saved.Version!.Number;
        var done = number == Seen ? $"Nothing has changed: it is still version {number}." : $"Saved as version {number}.";
        new Notice($"{done} {(saved.Definition!.IsActive ? "It is in force at the next tick." : "It is switched off.")}", []).Keep(TempData);
        var page = Url.Content($"~/admin/alerts/builder/{saved.Id}");
        if (!Htmx.IsRequest(Request))
        {
            return LocalRedirect(page);
        }

        Htmx.Redirect(Response, page);
        return new EmptyResult();
    }

    private async Task<IActionResult> RefusedAsync(RuleChange change, CancellationToken cancellationToken)
    {
        if (change.Result == RuleChangeResult.Stale)
        {
            Undone = TextDiff.Of(Entry!.Version!.Document, Draft.Json);
            return await ShowAsync(cancellationToken, StatusCodes.Status412PreconditionFailed);
        }

        Notice = new(change.Why ?? "Not saved:", [.. change.Mistakes.Select(mistake => mistake.ToString())]);
        return await ShowAsync(cancellationToken, change.Result == RuleChangeResult.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict);
    }

    private async Task<IActionResult> TryNowAsync(CancellationToken cancellationToken, bool isStrict = true)
    {
        Draft = Draft with { IsStrict = isStrict };
        Focus = isStrict ? "test" : null;
        if (Draft.Rule is { } rule)
        {
            (Try, Busy) = await trials.TryAsync(rule, cancellationToken);
        }

        return await ShowAsync(cancellationToken);
    }

    private async Task<IActionResult> ReplayAsync(CancellationToken cancellationToken, bool isStrict = true)
    {
        Draft = Draft with { IsStrict = isStrict };
        if (Draft.Rule is { } rule)
        {
            (History, Busy) = await trials.ReplayAsync(rule, Range, Shown, cancellationToken);
        }

        return await ShowAsync(cancellationToken);
    }

    /// <summary>What was written as JSON goes into the fields; what cannot be read stays where it is, with what is wrong.</summary>
    private async Task<IActionResult> FromJsonAsync(CancellationToken cancellationToken)
    {
        var json = Request.Form["json"].ToString().ReplaceLineEndings("\n");
        var reading = RuleReader.ReadOne(json, Entry?.Id);
        if (reading.Draft is not { } rule || reading.Mistakes.Count > 0)
        {
            (JsonText, JsonMistakes, Focus) = (json, reading.Mistakes, "json");
            return await ShowAsync(cancellationToken, StatusCodes.Status400BadRequest);
        }

        Form = RuleForm.Of(rule with { Id = Entry?.Id ?? (reading.NamesItsId ? rule.Id : "") }, channels.Ids);
        Draft = RuleDraft.Of(Form, compiler) with { IsStrict = true };
        Focus = "json";
        return await ShowAsync(cancellationToken);
    }

    private static (string First, string Tail) Split(string text, char at = ' ') => text.IndexOf(at) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, "");
}
