using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Alerting.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;

/// <summary><c>/api/system/keys</c>: the keys that open this API.</summary>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/system/keys").WithTags("System").RequireAuthorization(AdminRoles.Admin).RefuseOtherQuery();
        keys.MapGet("", ([FromServices] ApiKeyDesk desk) => Results.Ok(new KeyListJson(desk.List())))
            .WithName("ListKeys").WithSummary("The API keys of settings and database, without the keys themselves").Produces<KeyListJson>();
        keys.MapPost("", CreateAsync)
            .WithName("CreateKey").WithSummary("Makes an API key; 'key' is in this answer and nowhere else")
            .Takes<ApiKeyRequest>().Produces<NewKeyJson>(201).ProducesValidationProblem().ProducesProblem(409).ProducesProblem(413);
        keys.MapDelete("/{id}", RevokeAsync)
            .WithName("RevokeKey").WithSummary("Revokes an API key; sessions that it opened end too")
            .Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] ApiKeyDesk desk, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(request, JsonBody.LargestBody);
        if (error is not null)
        {
            return error;
        }

        return await desk.CreateAsync(json, request.HttpContext.User.AdminName(), cancellationToken) switch
        {
            { Mistakes.Count: > 0 } refused => RuleProblem.Of(refused.Mistakes, "key"),
            { Key: { } key, Secret: { } secret } => Results.Created($"{request.PathBase}{request.Path.Value!.TrimEnd('/')}/{key.Id}", new NewKeyJson(key.Id, key.Name, key.Role, secret)),
            _ => Problem.Conflict(ApiKeyCreation.Taken),
        };
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, [FromServices] ApiKeyDesk desk, CancellationToken cancellationToken) =>
        await desk.RevokeAsync(id, context.User.AdminName(), cancellationToken) switch
        {
            ApiKeyRevocation.Done => Results.NoContent(),
            ApiKeyRevocation.InSettings => Problem.Conflict("This key stands in the settings: take it out of Admin:ApiKeys, and it opens nothing at once."),
            _ => Problem.NotFound($"There is no key '{id}'."),
        };
}

internal sealed record KeyListJson(IReadOnlyList<ApiKeyEntry> Keys);

/// <param name="Id">For revoking it.</param>
/// <param name="Name">Who acts with it.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="Key">The key. It is not kept: note it now.</param>
internal sealed record NewKeyJson(string Id, string Name, string Role, string Key);
