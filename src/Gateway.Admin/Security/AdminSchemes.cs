namespace Gateway.Admin.Security;

/// <summary>The names of the authentication schemes. None is made the host's default, so proxied calls are never authenticated here.</summary>
public static class AdminSchemes
{
    /// <summary>Chooses among those below: a request with an <c>Authorization</c> header is a program, any other a browser.</summary>
    public const string Either = "gateway";

    /// <summary>Also the cookie's name.</summary>
    public const string Cookie = "gateway_admin";

    public const string ApiKey = "gateway_api_key";

    /// <summary>Sign-in at an identity provider, where <c>Admin:OpenIdConnect</c> names one.</summary>
    public const string OpenIdConnect = "gateway_oidc";

    /// <summary>The host's own sign-in, where <see cref="GatewayAdminAccess"/> says which of its policies count.</summary>
    public const string Host = "gateway_host";
}
