using System.Security.Claims;

namespace Gateway.Admin.Security;

/// <summary>Someone who proved who they are. <paramref name="Credential"/> identifies what proved it, without revealing it.</summary>
internal sealed record AdminIdentity(string Name, string Role, string Credential)
{
    /// <summary>Which credential a session was opened with: a session ends when its credential does.</summary>
    public const string CredentialClaim = "gateway:credential";

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, Name),
            new(ClaimTypes.Name, Name),
            new(ClaimTypes.Role, Role),
            new(CredentialClaim, Credential),
        ],
        scheme));
}

/// <summary>What pages and endpoints ask about the one who is signed in.</summary>
internal static class AdminUser
{
    /// <summary>The name that is recorded with what they do.</summary>
    public static string AdminName(this ClaimsPrincipal user) => user.Identity?.Name ?? "unknown";

    public static bool MayOperate(this ClaimsPrincipal user) => AdminRoles.AtLeast(AdminRoles.Operator).Any(user.IsInRole);
}
