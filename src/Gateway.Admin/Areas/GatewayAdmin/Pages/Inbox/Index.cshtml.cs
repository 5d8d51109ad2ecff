using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Inbox;

/// <summary><c>/admin/inbox</c>: the notification centre as a page of its own; with a script its list opens beside the button instead.</summary>
public sealed class IndexModel(IInbox inbox, Announcer announcer) : PageModel
{
    private const int Limit = 50;

    internal InboxJson Inbox { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken);

    /// <summary>The list alone.</summary>
    public async Task<PartialViewResult> OnGetListAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Partial("_List", this);
    }

    /// <summary>Reading is everybody's own: no role is needed for it.</summary>
    public async Task<IActionResult> OnPostReadAsync(string? upTo, CancellationToken cancellationToken)
    {
        await inbox.MarkReadAsync(User.AdminName(), string.IsNullOrEmpty(upTo) ? null : upTo, cancellationToken);
        if (!Htmx.IsRequest(Request))
        {
            return LocalRedirect(Url.Content("~/admin/inbox"));
        }

        await LoadAsync(cancellationToken);
        return Partial("_List", this);
    }

    private async Task LoadAsync(CancellationToken cancellationToken) =>
        Inbox = InboxJson.Of(await inbox.ReadAsync(User.AdminName(), Limit, cancellationToken), announcer);
}
