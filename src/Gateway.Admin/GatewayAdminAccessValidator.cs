using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Gateway.Admin;

/// <summary>Refuses policies that the host does not have: each request would fail otherwise.</summary>
internal sealed class GatewayAdminAccessValidator(IOptions<AuthorizationOptions> authorization) : IValidateOptions<GatewayAdminAccess>
{
    public ValidateOptionsResult Validate(string? name, GatewayAdminAccess options)
    {
        string[] unknown = [.. options.Highest.Where(entry => authorization.Value.GetPolicy(entry.Policy) is null).Select(entry =>
            $"AddGatewayAdmin: the {entry.Role}s' policy '{entry.Policy}' does not exist; add it with AddAuthorization")];
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
