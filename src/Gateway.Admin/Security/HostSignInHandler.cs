using System.Security.Claims;
using System.Text.Encodings.Web;
using Gateway.Admin.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>The host's own sign-in, with the role that its policies give: see <see cref="GatewayAdminAccess"/>.</summary>
internal sealed class HostSignInHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<GatewayAdminAccess> access,
    IAuthenticationSchemeProvider schemes,
    IAuthorizationService authorization)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Someone whom the host knows and no policy lets in: forbidden, not unknown.</summary>
    private const string NoRole = "";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await schemes.GetDefaultAuthenticateSchemeAsync() is not { } host)
        {
            return AuthenticateResult.NoResult();
        }

        var result = await Context.AuthenticateAsync(host.Name);
        if (!result.Succeeded)
        {
            return AuthenticateResult.NoResult();
        }

        var person = new AdminIdentity(NameOf(result.Principal), await RoleOfAsync(result.Principal), AdminCredentials.Host);
        return AuthenticateResult.Success(new(person.ToPrincipal(Scheme.Name), result.Properties, Scheme.Name));
    }

    /// <summary>People are sent to the host's login; programs, live connections and parts of pages are told.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isPage = AdminPaths.IsPage(Request.Path) && !AdminPaths.IsLive(Request.Path) && !Htmx.IsRequest(Request);
        if (isPage && await schemes.GetDefaultChallengeSchemeAsync() is { } host)
        {
            await Context.ChallengeAsync(host.Name, properties);
            return;
        }

        await Problem.Unauthenticated(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Forbidden(Context);

    private async Task<string> RoleOfAsync(ClaimsPrincipal person)
    {
        foreach (var (role, policy) in access.Value.Highest)
        {
            if ((await authorization.AuthorizeAsync(person, Context, policy)).Succeeded)
            {
                return role;
            }
        }

        return NoRole;
    }

    private static string NameOf(ClaimsPrincipal person) =>
        person.Identity?.Name ?? person.FindFirstValue(ClaimTypes.Email) ?? person.FindFirstValue("email") ?? person.FindFirstValue(ClaimTypes.NameIdentifier) ?? person.FindFirstValue("sub") ?? "unknown";
}
