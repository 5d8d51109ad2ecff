using Gateway.Admin.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Admin.Http.OpenApi;

/// <summary>How a request says who sends it: by an API key, or as the browser does by its session, with a token beside it when something is to change.</summary>
internal static class ApiSecurity
{
    public const string ApiKey = "api_key";
    public const string Session = "session";
    public const string AntiForgery = "anti_forgery";

    /// <summary>The header in which pages send their token.</summary>
    public const string AntiForgeryHeader = "X-CSRF-Token";

    public static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(ApiKey, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, of the settings (Admin:ApiKeys) or made at /api/system/keys." });
        document.AddComponent(Session, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = AdminSchemes.Cookie, Description = "The session of a browser that signed in at /admin/login." });
        document.AddComponent(AntiForgery, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = AntiForgeryHeader, Description = "The token that the admin's pages carry, with the cookie gateway_af." });
        return Task.CompletedTask;
    }

    /// <summary>Endpoints of the host's own say for themselves who may use them.</summary>
    public static Task Require(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<AdminEndpoint>().Any())
        {
            return Task.CompletedTask;
        }

        string[] browser = HttpMethods.IsGet(context.Description.HttpMethod ?? "") ? [Session] : [Session, AntiForgery];
        operation.Security = [Requirement(context.Document, ApiKey), Requirement(context.Document, browser)];
        var role = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Where(AdminRoles.All.Contains).MaxBy(policy => AdminRoles.AtLeast(AdminRoles.Viewer).ToList().IndexOf(policy));
        if (role is not null && operation.Responses is { } answers && answers.TryGetValue("403", out var answer) && answer is OpenApiResponse refused)
        {
            refused.Description = $"Needs the role {role}.";
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument? document, params string[] schemes)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
        {
            requirement[new OpenApiSecuritySchemeReference(scheme, document)] = [];
        }

        return requirement;
    }
}
