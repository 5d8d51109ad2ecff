using System.Text.Json.Nodes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Security;
using Gateway.Admin.Shortcuts;
using Gateway.Admin.Themes;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.People;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;

/// <summary><c>/admin/settings</c>: people's own preferences, who is told, keys, and what the gateway runs with.</summary>
internal sealed class IndexModel(PreferencesDesk people, RouteDesk desk, RoutePreview preview, ChannelDirectory channels, ApiKeyDesk keys, SystemFacts facts, LocalDays calendar) : PageModel
{
    /// <summary>What is in force, or what was filled in and refused.</summary>
    public Preferences Mine { get; private set; } = Preferences.Standard;

    /// <summary>Where quiet hours would be, unless they say: never what has just been refused.</summary>
    public string QuietZone => people.Of(User.AdminName()).TimeZone ?? calendar.Zone.Id;

    public IReadOnlyList<RuleDiagnostic> PreferenceMistakes { get; private set; } = [];

    public RoutesInForce Routes { get; private set; } = null!;

    /// <summary>Those in force, or those that were filled in and refused.</summary>
    public IReadOnlyList<RouteRow> Rows { get; private set; } = [];

    public IReadOnlyList<string> Standard { get; private set; } = [];

    public IReadOnlyList<string> RouteMistakes { get; private set; } = [];

    public IReadOnlyCollection<string> Channels => channels.Ids;

    public PreviewQuestionForm Question { get; private set; } = new("high", "", "");

    public RoutePreviewResult? Preview { get; private set; }

    public IReadOnlyList<ApiKeyEntry> Keys { get; private set; } = [];

    public IReadOnlyList<string> KeyMistakes { get; private set; } = [];

    /// <summary>The key just made: on this answer and never again.</summary>
    public string? Secret { get; private set; }

    public string? SecretName { get; private set; }

    public SystemFacts Facts => facts;

    public string Zone => calendar.Zone.Id;

    public Notice? Notice { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Notice = Notice.Take(TempData);
        await LoadAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var filledIn = PreferenceForm.Read(await Request.ReadFormAsync(cancellationToken));
        var (saved, mistakes) = await people.ReplaceAsync(User.AdminName(), PreferenceForm.ToJson(filledIn), Shortcut.Standard, cancellationToken);
        if (saved is not null)
        {
            ThemeCookie.Write(Response, saved.Theme);
            return Done("Preferences saved.");
        }

        await LoadAsync(cancellationToken);
        (Mine, PreferenceMistakes) = (filledIn, mistakes);
        return Refused();
    }

    public async Task<IActionResult> OnPostRoutesAsync(long version, CancellationToken cancellationToken)
    {
        if (!User.MayAdminister())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        var form = await Request.ReadFormAsync(cancellationToken);
        var (rows, standard) = (RouteRow.Read(form), form["default"].OfType<string>().ToList());
        var change = await desk.ReplaceAsync(RouteRow.ToJson(rows, standard), [version], User.AdminName(), cancellationToken);
        if (change.Result == RuleChangeResult.Done)
        {
            return Done("Routes saved. They hold from now on.");
        }

        await LoadAsync(cancellationToken);
        (Rows, Standard) = (rows, standard);
        RouteMistakes = change.Why is { } why ? [why] : Lines(change.Mistakes);
        return Refused();
    }

    public async Task<IActionResult> OnPostPreviewAsync(PreviewQuestionForm question, CancellationToken cancellationToken)
    {
        if (!User.MayOperate())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        Question = question;
        var json = new JsonObject { ["priority"] = question.Priority, ["labels"] = RouteRow.Pairs(question.Labels ?? ""), ["group"] = RouteRow.Pairs(question.Group ?? "") };
        (Preview, var mistakes) = await preview.RunAsync(json.ToJsonString(), cancellationToken);
        await LoadAsync(cancellationToken);
        RouteMistakes = Lines(mistakes);
        return Preview is null ? Refused() : Page();
    }

    public async Task<IActionResult> OnPostKeyAsync(string? name, string? role, CancellationToken cancellationToken)
    {
        if (!User.MayAdminister())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        var creation = await keys.CreateAsync(new JsonObject { ["name"] = name, ["role"] = role }.ToJsonString(), User.AdminName(), cancellationToken);
        (Secret, SecretName) = (creation.Secret, creation.Key?.Name);
        await LoadAsync(cancellationToken);
        KeyMistakes = creation.Mistakes.Count > 0 ? Lines(creation.Mistakes) : creation.Key is null ? [ApiKeyCreation.Taken] : [];
        return Secret is null ? Refused() : Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(string id, CancellationToken cancellationToken)
    {
        if (!User.MayAdminister())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        return await keys.RevokeAsync(id, User.AdminName(), cancellationToken) == ApiKeyRevocation.Done ? Done("Key revoked. It opens nothing from now on.") : NotFound();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Mine = people.Of(User.AdminName());
        Routes = await desk.FindAsync(cancellationToken);
        Rows = [.. Routes.Table.Routes.Select((route, index) => RouteRow.Of(route, index + 1))];
        Standard = Routes.Table.Default;
        Keys = User.MayAdminister() ? keys.List() : [];
    }

    private LocalRedirectResult Done(string said)
    {
        new Notice(said, []).Keep(TempData);
        return LocalRedirect("~/admin/settings");
    }

    private PageResult Refused()
    {
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<RuleDiagnostic> mistakes) =>
        [.. mistakes.Select(mistake => mistake.Path.Length == 0 ? mistake.Message : $"{mistake.Path}: {mistake.Message}")];
}

/// <summary>An alert to ask the routes about.</summary>
public sealed record PreviewQuestionForm(string? Priority, string? Labels, string? Group);
