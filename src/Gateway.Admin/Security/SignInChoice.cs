using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>Which scheme says who sent a request.</summary>
internal static class SignInChoice
{
    private const string BearerPrefix = "Bearer ";

    public static string SchemeFor(HttpContext context)
    {
        var isHostSignIn = context.RequestServices.GetRequiredService<IOptions<GatewayAdminAccess>>().Value.IsHostSignIn;
        if (context.Request.Headers.Authorization.Count > 0)
        {
            // The host's own programs may send tokens of theirs in the same header.
            return isHostSignIn && !IsApiKey(context) ? AdminSchemes.Host : AdminSchemes.ApiKey;
        }

        return isHostSignIn && !context.Request.Cookies.ContainsKey(AdminSchemes.Cookie) ? AdminSchemes.Host : AdminSchemes.Cookie;
    }

    /// <summary>What follows <c>Bearer</c>; null where the header says something else.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? header[BearerPrefix.Length..].Trim() : null;
    }

    private static bool IsApiKey(HttpContext context) =>
        BearerOf(context.Request) is { } key && context.RequestServices.GetRequiredService<AdminCredentials>().ByApiKey(key) is not null;
}
