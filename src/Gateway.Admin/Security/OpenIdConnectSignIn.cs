using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Gateway.Admin.Security;

/// <summary>
/// Signs people in at an identity provider: authorization code with PKCE. What comes back opens the same session as any other sign-in,
/// so everything behind it, live connections included, knows one kind of session.
/// </summary>
internal static class OpenIdConnectSignIn
{
    public const string CallbackPath = AdminOptions.FixedPath + "/login/callback";

    /// <summary>By their beginning the admin's own: they go to no provider of models.</summary>
    private const string CookiePrefix = AdminSchemes.Cookie + "_oidc_";

    private static readonly string[] NameClaims = ["name", "preferred_username", "email", "sub"];

    /// <summary>Only where it is configured: an unused scheme would need an authority.</summary>
    public static void AddTo(AuthenticationBuilder authentication, IConfiguration configuration)
    {
        if (!configuration.GetSection(AdminOptions.Section).GetSection(nameof(AdminOptions.OpenIdConnect)).Exists())
        {
            return;
        }

        authentication.AddOpenIdConnect(AdminSchemes.OpenIdConnect, _ => { });
        authentication.Services.AddOptions<OpenIdConnectOptions>(AdminSchemes.OpenIdConnect)
            .Configure<IOptions<AdminOptions>>((options, admin) => Configure(options, admin.Value.OpenIdConnect!));
    }

    private static void Configure(OpenIdConnectOptions options, AdminOpenIdConnect settings)
    {
        options.Authority = settings.Authority!.ToString();
        options.RequireHttpsMetadata = !settings.Authority.IsLoopback;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // By GET: a POST from elsewhere would come without the cookies below.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CallbackPath = CallbackPath;
        options.SignInScheme = AdminSchemes.Cookie;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        foreach (var scope in settings.Scopes.Append("email"))
        {
            options.Scope.Add(scope);
        }

        foreach (var (cookie, name) in new[] { (options.CorrelationCookie, "correlation."), (options.NonceCookie, "nonce.") })
        {
            (cookie.Name, cookie.SameSite, cookie.SecurePolicy) = (CookiePrefix + name, SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        }

        options.Events.OnTokenValidated = context => LetIn(context, settings);
        options.Events.OnRemoteFailure = SendBackAsync;
    }

    private static Task LetIn(TokenValidatedContext context, AdminOpenIdConnect settings)
    {
        var person = context.Principal!;
        var values = person.FindAll(settings.RoleClaim).Select(claim => claim.Value).ToList();
        if (settings.RoleFor(values) is not { } role)
        {
            context.Fail(new NotAllowedException());
            return Task.CompletedTask;
        }

        var identity = new AdminIdentity(NameOf(person), role, AdminCredentials.SignOnStamp(settings));
        context.Principal = identity.ToPrincipal(AdminSchemes.Cookie, AdminIdentity.NewSession());
        foreach (var (name, value) in AdminCookie.Begin(context.HttpContext.RequestServices.GetRequiredService<TimeProvider>()).Items)
        {
            context.Properties!.Items[name] = value;
        }

        return Task.CompletedTask;
    }

    private static string NameOf(ClaimsPrincipal person) =>
        NameClaims.Select(claim => person.FindFirst(claim)?.Value).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) ?? "unknown";

    /// <summary>To the login page, which says in words of our own what happened: what the provider says is nobody's to show.</summary>
    private static Task SendBackAsync(RemoteFailureContext context)
    {
        var failure = context.Failure is NotAllowedException or { InnerException: NotAllowedException } ? SignOnFailure.NotAllowed : SignOnFailure.Failed;
        SignOnLog.Failed(context.HttpContext, failure, context.Failure);
        context.Response.Redirect(SignOnFailures.LoginPage(context.Request, failure));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>The provider vouches for somebody whom no list names.</summary>
    private sealed class NotAllowedException() : Exception("None of this person's values is in Admin:OpenIdConnect's lists of viewers, operators and admins.");
}
