using System.Globalization;
using Gateway.Admin.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Security;

/// <summary>The browser's session: twelve hours from the last use, seven days from the sign-in, and no longer than the credential that opened it.</summary>
internal static class AdminCookie
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>However much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const string Since = "since";

    /// <summary>What goes with a session that begins now.</summary>
    public static AuthenticationProperties Begin(TimeProvider time) => new(new Dictionary<string, string?> { [Since] = InstantText(time.GetUtcNow()) }) { IsPersistent = true };

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = AdminSchemes.Cookie;
        options.Cookie.HttpOnly = true;
        // Lax, not Strict: a link in a mail or chat message must find the session.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = AdminOptions.FixedPath + "/login";
        options.ReturnUrlParameter = "return_url";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = RedirectToLogin;
        options.Events.OnRedirectToAccessDenied = context => Problem.Forbidden(context.HttpContext);
    }

    private static Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        // A proxied route with a policy is called by programs too.
        if (!AdminPaths.IsPage(context.Request.Path) || AdminPaths.IsLive(context.Request.Path))
        {
            return Problem.Unauthenticated(context.HttpContext);
        }

        if (Htmx.IsRequest(context.Request))
        {
            // A redirect would be followed unseen, and the login form would end up inside the page.
            Htmx.Redirect(context.Response, QueryHelpers.AddQueryString(context.Request.PathBase + context.Options.LoginPath, context.Options.ReturnUrlParameter, Htmx.Page(context.Request)));
            return Problem.Unauthenticated(context.HttpContext);
        }

        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var stamp = context.Principal?.FindFirst(AdminIdentity.CredentialClaim)?.Value;
        var session = context.Principal?.FindFirst(AdminIdentity.SessionClaim)?.Value;
        if (stamp is not null && session is not null
            && IsYoung(context.Properties, services.GetRequiredService<TimeProvider>().GetUtcNow())
            && !services.GetRequiredService<EndedSessions>().Contains(session))
        {
            var credentials = services.GetRequiredService<AdminCredentials>();
            if (credentials.ByStamp(stamp) is { } identity)
            {
                // The role is what the settings say now, not what they said at the login.
                context.ReplacePrincipal(identity.ToPrincipal(AdminSchemes.Cookie, session));
                return;
            }

            if (credentials.IsSignOn(stamp))
            {
                return;
            }
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AdminSchemes.Cookie);
    }

    private static bool IsYoung(AuthenticationProperties properties, DateTimeOffset now) =>
        DateTimeOffset.TryParse(properties.GetString(Since), CultureInfo.InvariantCulture, out var since) && now - since < Longest;

    private static string InstantText(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
