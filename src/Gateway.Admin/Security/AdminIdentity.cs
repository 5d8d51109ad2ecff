using System.Security.Claims;
using System.Security.Cryptography;

namespace Gateway.Admin.Security;

/// <summary>Someone who proved who they are. <paramref name="Credential"/> identifies what proved it, without revealing it.</summary>
internal sealed record AdminIdentity(string Name, string Role, string Credential)
{
    /// <summary>Which credential a session was opened with: a session ends when its credential does.</summary>
    public const string CredentialClaim = "gateway:credential";

    /// <summary>Which signing-in a cookie is from, shared by all tabs of that browser: signing out ends them together.</summary>
    public const string SessionClaim = "gateway:session";

    /// <summary>A program's, which shows its key with every request and has no session.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(Claims(), scheme));

    /// <summary>A browser's. <paramref name="session"/> is random: see <see cref="NewSession"/>.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme, string session) =>
        new(new ClaimsIdentity([.. Claims(), new(SessionClaim, session)], scheme));

    public static string NewSession() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private Claim[] Claims() =>
    [
        new(ClaimTypes.NameIdentifier, Name),
        new(ClaimTypes.Name, Name),
        new(ClaimTypes.Role, Role),
        new(CredentialClaim, Credential),
    ];
}

/// <summary>What pages and endpoints ask about the one who is signed in.</summary>
internal static class AdminUser
{
    /// <summary>The name that is recorded with what they do.</summary>
    public static string AdminName(this ClaimsPrincipal user) => user.Identity?.Name ?? "unknown";

    public static bool MayOperate(this ClaimsPrincipal user) => AdminRoles.AtLeast(AdminRoles.Operator).Any(user.IsInRole);

    public static bool MayAdminister(this ClaimsPrincipal user) => user.IsInRole(AdminRoles.Admin);
}
