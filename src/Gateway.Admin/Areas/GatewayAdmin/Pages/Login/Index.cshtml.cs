using Gateway.Admin.Security;
using Gateway.Alerting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Login;

/// <summary>
/// <c>/admin/login</c>: by password, API key, or the link that start-up prints. Opening the link signs nobody in; its button does,
/// so programs that fetch links in advance change nothing.
/// </summary>
internal sealed class IndexModel(AdminCredentials credentials, LoginAttempts attempts, IOptions<AdminOptions> options, TimeProvider time) : PageModel
{
    private const string OldLink = "This link is from an earlier start. The newest one is in the gateway's start-up output.";

    /// <summary>The link's token, while it is the right one.</summary>
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    [BindProperty]
    public string? Secret { get; set; }

    [BindProperty(SupportsGet = true, Name = "return_url")]
    public string? ReturnUrl { get; set; }

    /// <summary>Why single sign-on sent them back here.</summary>
    [BindProperty(SupportsGet = true, Name = SignOnFailures.Parameter)]
    public string? SignOn { get; set; }

    /// <summary>The identity provider's name; null where there is none.</summary>
    public string? Provider => options.Value.OpenIdConnect?.Name;

    public string? Error { get; private set; }

    public bool HasPassword => credentials.Token is null;

    public void OnGet()
    {
        if (!string.IsNullOrEmpty(Token) && credentials.ByToken(Token) is null)
        {
            (Token, Error) = (null, OldLink);
        }
        else if (EnumWords.TryParse<SignOnFailure>(SignOn, out var failure))
        {
            Error = SignOnFailures.Say(failure);
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!attempts.TryBegin(HttpContext.Connection.RemoteIpAddress?.ToString() ?? ""))
        {
            Response.Headers.RetryAfter = "60";
            return Refuse(StatusCodes.Status429TooManyRequests, "Too many attempts. Wait a minute, then try again.");
        }

        var byLink = !string.IsNullOrEmpty(Token);
        var identity = byLink ? credentials.ByToken(Token!) : credentials.ByPasswordOrKey(Secret ?? "");
        if (identity is null)
        {
            return Refuse(StatusCodes.Status401Unauthorized, byLink ? OldLink : "That is neither the password nor a known API key.");
        }

        await HttpContext.SignInAsync(AdminSchemes.Cookie, identity.ToPrincipal(AdminSchemes.Cookie, AdminIdentity.NewSession()), AdminCookie.Begin(time));
        return LocalRedirect(LocalUrl.IsLocal(ReturnUrl) ? ReturnUrl! : "~" + AdminOptions.FixedPath);
    }

    private PageResult Refuse(int status, string error)
    {
        (Token, Secret, Error) = (null, null, error);
        ModelState.Clear();
        return new() { StatusCode = status };
    }
}
