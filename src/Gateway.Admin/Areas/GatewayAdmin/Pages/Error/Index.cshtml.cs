using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Error;

/// <summary>What a browser sees instead of an empty error answer.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel : PageModel
{
    public int Status { get; private set; }

    public (string Title, string Words) Message => Status switch
    {
        400 => ("That did not work", "The page was open for too long, or the form was not complete. Go back, reload, and try again."),
        403 => ("Not allowed", "Your role does not allow this. Ask whoever manages the gateway's API keys."),
        404 => ("Nothing here", "There is no such page, or what it showed has been deleted."),
        _ => ("Something broke", "The gateway could not show this page. Calls are proxied as before; the log says what happened."),
    };

    public void OnGet(int status) => Status = status;

    public void OnPost(int status) => Status = status;
}
