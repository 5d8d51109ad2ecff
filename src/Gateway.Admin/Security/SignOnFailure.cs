using Gateway.Alerting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Admin.Security;

/// <summary>Why single sign-on let nobody in.</summary>
internal enum SignOnFailure
{
    /// <summary>The provider knows them, the settings give them no role.</summary>
    NotAllowed,

    /// <summary>The provider refused, or what it sent did not hold.</summary>
    Failed,

    /// <summary>The provider does not answer.</summary>
    Unreachable,
}

/// <summary>What people are told of it.</summary>
internal static class SignOnFailures
{
    /// <summary>The login page's parameter.</summary>
    public const string Parameter = "sign_on";

    public static string LoginPage(HttpRequest request, SignOnFailure failure) =>
        $"{request.PathBase}{AdminOptions.FixedPath}/login?{Parameter}={EnumWords.Of(failure)}";

    public static string Say(SignOnFailure failure) => failure switch
    {
        SignOnFailure.NotAllowed => "You are signed in at the identity provider, but nobody has given you a role here. Ask whoever runs this gateway.",
        SignOnFailure.Unreachable => "The identity provider does not answer. Try again, or sign in with the password or an API key.",
        _ => "Signing in at the identity provider did not work. Try again; the gateway's log says why.",
    };
}

internal static partial class SignOnLog
{
    public static void Failed(HttpContext context, SignOnFailure failure, Exception? fault) =>
        SignOnFailed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Admin.SignIn"), failure, fault?.Message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Single sign-on failed ({Failure}): {Reason}")]
    private static partial void SignOnFailed(ILogger logger, SignOnFailure failure, string? reason);
}
