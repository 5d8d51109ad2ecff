using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Admin.Words;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>
/// <c>/admin/alerts/builder[/{id}]</c>: a rule as a form. The form's fields hold everything: each button posts them, and the page comes back changed.
/// With a script the same requests swap the page's parts, so there is one renderer.
/// </summary>
internal sealed partial class BuilderModel(RuleSetProvider rules, RuleDesk desk, IRuleStore store, RuleCompiler compiler, ChannelDirectory channels, RuleTrials trials) : PageModel
{
    private const int MostVersions = 30;

    /// <summary>The rule as it is in force; null for a new one.</summary>
    public RuleEntry? Entry { get; private set; }

    public RuleForm Form { get; private set; } = null!;

    public RuleDraft Draft { get; private set; } = null!;

    /// <summary>Null until it was tried.</summary>
    public RuleTry? Try { get; private set; }

    public RuleHistoryView? History { get; private set; }

    public RoutePreviewResult? Who { get; private set; }

    public IReadOnlyList<(string Type, PreviewedMessage Message)> Messages { get; private set; } = [];

    public RuleVersionPage Versions { get; private set; } = new([], 0);

    public Notice? Notice { get; private set; }

    /// <summary>Why a trial did not run.</summary>
    public string? Busy { get; private set; }

    /// <summary>What somebody wrote as JSON that cannot be read, with what is wrong.</summary>
    public string? JsonText { get; private set; }

    public IReadOnlyList<RuleDiagnostic> JsonMistakes { get; private set; } = [];

    /// <summary>The rule was changed by somebody else meanwhile: what saving would undo.</summary>
    public IReadOnlyList<DiffLine> Undone { get; private set; } = [];

    /// <summary>The version that the form was filled from.</summary>
    public long? Seen { get; private set; }

    /// <summary>The field or button that gets the focus.</summary>
    public string? Focus { get; private set; }

    public HistoryRange Range { get; private set; } = HistoryRange.Standard;

    public int Shown { get; private set; }

    public bool IsNew => Entry is null;

    public bool IsFromFile => Entry?.IsFromFile == true;

    public bool CanEdit => !IsFromFile && User.MayOperate();

    public bool CanSave => !IsFromFile && User.MayAdminister();

    /// <summary>Templates are for a form that nobody has begun to fill in.</summary>
    public bool IsUntouched { get; private set; }

    public string Address => Entry is null ? "~/admin/alerts/builder" : $"~/admin/alerts/builder/{Entry.Id}";

    public NotificationChannel? Channel(string id) => channels.Find(id);

    public string ChannelName(string id) => channels.NameOf(id);

    public async Task<IActionResult> OnGetAsync([FromRoute] string? id, string? template, string? copy, CancellationToken cancellationToken)
    {
        if (!Find(id))
        {
            return NotFound();
        }

        Notice = Notice.Take(TempData);
        IsUntouched = id is null && template is null && copy is null;
        Form = Start(template, copy);
        Seen = Entry?.Version?.Number;
        Draft = RuleDraft.Of(Form, compiler) with { IsStrict = Entry is not null };
        if (Entry is { Definition: null } unreadable)
        {
            (JsonText, JsonMistakes) = (unreadable.Version!.Document, unreadable.Mistakes);
        }

        await LookAsync(cancellationToken);
        return Page();
    }

    /// <summary>The fields as the page sent them, read as a rule.</summary>
    private bool Take(string? id)
    {
        if (!Find(id))
        {
            return false;
        }

        Form = Request.Form["rule"] is [{ } json, ..] && RuleReader.ReadOne(json).Draft is { } rule
            ? RuleForm.Of(rule, channels.Ids)
            : RuleFormReader.Read(Request.Form);
        Form = Entry is null ? Form : Form with { Id = Entry.Id };
        Seen = long.TryParse(Request.Form["version"], out var version) ? version : null;
        Range = HistoryRange.Find(Request.Form["range"]);
        Shown = int.TryParse(Request.Form["shown"], out var shown) && shown > 0 ? shown : 0;
        Draft = RuleDraft.Of(Form, compiler);
        return true;
    }

    private bool Find(string? id)
    {
        Entry = id is null ? null : rules.Entries.Find(id);
        return id is null || Entry is not null;
    }

    private RuleForm Start(string? template, string? copy)
    {
        if (Entry is not null)
        {
            return Entry.Definition is { } rule ? RuleForm.Of(rule, channels.Ids) : RuleForm.Blank(channels.Ids) with { Id = Entry.Id };
        }

        if (copy is not null && rules.Entries.Find(copy)?.Definition is { } original)
        {
            return RuleForm.Of(original with { Id = "", Name = original.Name + " (copy)" }, channels.Ids);
        }

        return RuleTemplate.Find(template)?.Start(channels.Ids) ?? RuleForm.Blank(channels.Ids);
    }

    /// <summary>What belongs to every rendering: who would be told and in which words, and the versions.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (Draft.Rule is { } rule)
        {
            Who = await trials.WhoAsync(rule, cancellationToken);
            Messages = trials.Messages(rule, Who.Channels.Select(channel => channel.Id));
        }

        if (Entry is { IsFromFile: false })
        {
            Versions = await store.VersionsAsync(Entry.Id, MostVersions, 0, cancellationToken);
        }
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken, int status = 200)
    {
        await LookAsync(cancellationToken);
        if (Htmx.IsRequest(Request))
        {
            return Partial("_Builder", this);
        }

        Response.StatusCode = status;
        return Page();
    }
}
