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
    AdminCredentials credentials)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SignInChoice.BearerOf(Request) is not { } key)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var found = credentials.ByApiKey(key);
        return Task.FromResult(found is null
            ? AuthenticateResult.Fail("unknown API key")
            : AuthenticateResult.Success(new(found.ToPrincipal(Scheme.Name), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problem.Unauthenticated(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Forbidden(Context);
}
