using Gateway.Admin.Security;

namespace Gateway.Admin;

/// <summary>The <c>Admin</c> section: where the admin lives and who may enter.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>The only path there is so far; written down so that a wish for another is refused instead of ignored.</summary>
    public const string FixedPath = "/admin";

    public string Path { get; set; } = FixedPath;

    /// <summary>When set, <c>/admin</c>, <c>/api</c>, <c>/metrics</c> and <c>/openapi</c> answer on this port only, and it answers nothing else but the probes. The host listens on it.</summary>
    public int? Port { get; set; }

    /// <summary>Signs in as admin; at least 12 characters. Without one, a link with a random token does.</summary>
    public string? Password { get; set; }

    /// <summary>Sign-in at an identity provider, beside the others; null for none.</summary>
    public AdminOpenIdConnect? OpenIdConnect { get; set; }

    /// <summary>For programs (<c>Authorization: Bearer</c>) and, at the login page, for people.</summary>
    public IList<AdminApiKey> ApiKeys { get; } = [];
}

/// <summary>One API key. Whoever holds <see cref="Key"/> acts under <see cref="Name"/> with <see cref="Role"/>.</summary>
public sealed class AdminApiKey
{
    /// <summary>Shown wherever it is recorded who did something.</summary>
    public string Name { get; set; } = "";

    /// <summary>At least 16 characters.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>viewer</c>, <c>operator</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = AdminRoles.Viewer;
}
