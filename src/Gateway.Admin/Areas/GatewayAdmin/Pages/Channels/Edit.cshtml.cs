using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Delivery.Setup;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary><c>/admin/channels/{id}</c>: one channel, its form and its test; <c>/admin/channels/new?type=…</c>: the form of a new one.</summary>
internal sealed class EditModel(ChannelBook book, ChannelDesk desk, ChannelTrial trial, IAuthorizationService authorization) : PageModel
{
    public const string SaidKey = "channel.said";
    private const string MadeKey = "channel.made";

    /// <summary>Null while it is a new one.</summary>
    public ChannelView? View { get; private set; }

    public string TypeName { get; private set; } = "";

    public ChannelDescription Description { get; private set; } = null!;

    public ChannelFormValues Form { get; private set; } = null!;

    /// <summary>How a test went, when one was just made.</summary>
    public ChannelTrialResult? Result { get; private set; }

    /// <summary>Why no test was sent.</summary>
    public TrialRefusal? Refusal { get; private set; }

    /// <summary>Whether somebody changed the channel after the form was filled in; what was entered is still in it.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The answer is the test and the state that it left, to be put into the page.</summary>
    public bool IsPart => Result is not null && Htmx.IsRequest(Request);

    public string? Said { get; private set; }

    /// <summary>A signing secret that was just made.</summary>
    public string? MadeSecret { get; private set; }

    public bool MayEdit => User.MayAdminister() && View?.Entry.IsReadOnly != true;

    public async Task<IActionResult> OnGetAsync([FromRoute] string id, string? type, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, type, cancellationToken))
        {
            return NotFound();
        }

        if (View is null && !User.MayAdminister())
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        (Said, MadeSecret) = (TempData[SaidKey] as string, TempData[MadeKey] as string);
        return Show();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string id, string? type, string? act, long? version, CancellationToken cancellationToken)
    {
        if (!(await authorization.AuthorizeAsync(User, act == "test" ? AdminRoles.Operator : AdminRoles.Admin)).Succeeded)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!await LoadAsync(id, type, cancellationToken))
        {
            return NotFound();
        }

        IReadOnlyCollection<long>? seen = version is { } known ? [known] : null;
        return (act, View) switch
        {
            ("save", _) => await SaveAsync(seen, cancellationToken),
            ("toggle", { } view) => After(await desk.ToggleAsync(view.Entry.Id, seen, User.AdminName(), cancellationToken), view.Channel.IsEnabled ? "Switched off." : "Switched on.", view.Entry.Id),
            ("delete", { } view) => After(await desk.DeleteAsync(view.Entry.Id, seen, User.AdminName(), cancellationToken), $"{view.Channel.Name} is deleted.", null),
            ("test", { } view) => await TestAsync(view, cancellationToken),
            _ => BadRequest(),
        };
    }

    private async Task<IActionResult> SaveAsync(IReadOnlyCollection<long>? seen, CancellationToken cancellationToken)
    {
        var json = ChannelFormJson.Write(Request.Form, TypeName, Description);
        var change = View is null ? await desk.CreateAsync(json, User.AdminName(), cancellationToken) : await desk.ReplaceAsync(View.Entry.Id, json, seen, User.AdminName(), cancellationToken);
        if (change.Result == RuleChangeResult.Invalid)
        {
            return Show(change.Mistakes);
        }

        if (change.Result == RuleChangeResult.Stale)
        {
            IsStale = true;
            return Show([]);
        }

        if (change.MadeSecret is { } made)
        {
            TempData[MadeKey] = made.Reveal();
        }

        return After(change, View is null ? "Added. Send a test to see that it works." : "Saved.", change.Channel?.Id ?? View?.Entry.Id);
    }

    private async Task<IActionResult> TestAsync(ChannelView view, CancellationToken cancellationToken)
    {
        var answer = await trial.RunAsync(view.Entry, User.AdminName(), cancellationToken);
        (Result, Refusal) = (answer.Result, answer.Refusal);
        // What it came to shows in the channel's state, too.
        View = await book.FindAsync(view.Entry.Id, CancellationToken.None);
        return Htmx.IsRequest(Request) ? Partial("_Test", this) : Show();
    }

    /// <summary>Back to the channel, or to the list when it has none any more.</summary>
    private IActionResult After(ChannelChange change, string done, string? id)
    {
        if (change.Result == RuleChangeResult.NotFound)
        {
            return NotFound();
        }

        TempData[SaidKey] = change.Why ?? done;
        var at = change.Result == RuleChangeResult.Done ? id : View?.Entry.Id;
        return LocalRedirect(at is null ? "~/admin/channels" : $"~/admin/channels/{Uri.EscapeDataString(at)}");
    }

    private PageResult Show(IReadOnlyList<ChannelMistake>? mistakes = null)
    {
        Form = ChannelFormValues.Of(View?.Entry, mistakes is null ? null : Request.Form, mistakes ?? []);
        return Page();
    }

    private async Task<bool> LoadAsync(string id, string? type, CancellationToken cancellationToken)
    {
        View = id == ChannelDocument.NewId ? null : await book.FindAsync(id, cancellationToken);
        if ((View is null && id != ChannelDocument.NewId) || ChannelTypes.Find(View?.Channel.Type ?? type ?? "") is not { } known)
        {
            return false;
        }

        (TypeName, Description) = (known.Name, known.Description);
        return true;
    }
}
