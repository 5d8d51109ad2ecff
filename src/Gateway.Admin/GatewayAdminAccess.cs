using Gateway.Admin.Security;

namespace Gateway.Admin;

/// <summary>
/// Which of the host's authorization policies open the admin, and as what. Whoever the host's default authentication scheme signs in and one of
/// these policies allows is let in with the highest role they reach. API keys and <c>/admin/login</c> go on working beside it.
/// </summary>
public sealed class GatewayAdminAccess
{
    /// <summary>A policy whose people read; null for none.</summary>
    public string? Viewer { get; set; }

    /// <summary>A policy whose people also acknowledge, resolve, silence and test; null for none.</summary>
    public string? Operator { get; set; }

    /// <summary>A policy whose people also edit rules, channels and settings; null for none.</summary>
    public string? Admin { get; set; }

    internal bool IsHostSignIn => Highest.Count > 0;

    /// <summary>Roles with their policies, the most powerful first.</summary>
    internal IReadOnlyList<(string Role, string Policy)> Highest =>
    [
        .. new[] { (AdminRoles.Admin, Admin), (AdminRoles.Operator, Operator), (AdminRoles.Viewer, Viewer) }
            .Where(entry => entry.Item2 is not null)
            .Select(entry => (entry.Item1, entry.Item2!)),
    ];
}
