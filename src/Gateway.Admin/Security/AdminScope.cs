using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>
/// Which requests go through the admin's pipeline: its own, those whose endpoint asks for authorization (a proxied route may name a policy),
/// and all of them where the host protects everything. Other calls pay nothing for it.
/// </summary>
internal sealed class AdminScope(IOptions<AuthorizationOptions> authorization)
{
    private readonly bool _isEverything = authorization.Value.FallbackPolicy is not null;

    public bool Includes(HttpContext context) =>
        _isEverything || AdminPaths.IsAdmin(context) || (context.GetEndpoint() is { } endpoint && AsksForAuthorization(endpoint.Metadata));

    private static bool AsksForAuthorization(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<IAuthorizationRequirementData>() is not null;
}
