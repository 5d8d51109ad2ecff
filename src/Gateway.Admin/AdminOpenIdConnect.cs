using Gateway.Admin.Security;

namespace Gateway.Admin;

/// <summary><c>Admin:OpenIdConnect</c>: people sign in at the organization's own identity provider (Entra ID, Google, Okta, Keycloak, …).</summary>
public sealed class AdminOpenIdConnect
{
    /// <summary>A list with this in it means everybody whom the provider signs in.</summary>
    public const string Everybody = "*";

    /// <summary>On the button, such as "Okta".</summary>
    public string Name { get; set; } = "single sign-on";

    /// <summary>The provider's issuer address; https, except on loopback.</summary>
    public Uri? Authority { get; set; }

    public string ClientId { get; set; } = "";

    /// <summary>Left out for a public client: the code is protected by PKCE in either case.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Asked for beside <c>openid</c>, <c>profile</c> and <c>email</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The claim whose values the lists below hold: groups, roles, or <c>email</c>.</summary>
    public string RoleClaim { get; set; } = "groups";

    public IList<string> Viewers { get; } = [];

    public IList<string> Operators { get; } = [];

    public IList<string> Admins { get; } = [];

    /// <summary>The highest role that any of the values gives; null for none.</summary>
    internal string? RoleFor(IReadOnlyCollection<string> values) =>
        Lists.FirstOrDefault(list => list.Values.Contains(Everybody) || list.Values.Intersect(values, StringComparer.OrdinalIgnoreCase).Any()).Role;

    /// <summary>The most powerful first.</summary>
    internal IReadOnlyList<(string Role, IList<string> Values)> Lists => [(AdminRoles.Admin, Admins), (AdminRoles.Operator, Operators), (AdminRoles.Viewer, Viewers)];
}
