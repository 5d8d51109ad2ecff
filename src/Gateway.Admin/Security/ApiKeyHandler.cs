using System.Text.Encodings.Web;
using Gateway.Admin.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary><c>Authorization: Bearer &lt;api key&gt;</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AdminCredentials credentials,
    StoredKeys stored)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SignInChoice.BearerOf(Request) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        var found = credentials.ByApiKey(key);
        if (found is null)
        {
            return AuthenticateResult.Fail("unknown API key");
        }

        await stored.NoteUseAsync(found, Context.RequestAborted);
        return AuthenticateResult.Success(new(found.ToPrincipal(Scheme.Name), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problem.Unauthenticated(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Forbidden(Context);
}
